package io.crosswalk.operations.check.server;

import io.crosswalk.operations.check.Finding;
import io.crosswalk.operations.check.Inspection;
import io.crosswalk.operations.check.Query;
import io.crosswalk.operations.check.Side;
import io.crosswalk.operations.check.Surroundings;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The target can hold every character of the source, and sorts texts alike. */
public final class TextEncoding implements Inspection {

    private static final String UNICODE = "UTF8";

    /** A database's encoding and how it sorts. */
    private record Locale(String encoding, String collation) {}

    @Override
    public String subject() {
        return "encoding and collation";
    }

    @Override
    public List<Finding> inspect(Surroundings surroundings) throws SQLException {
        Locale source = locale(surroundings.source());
        Locale target = locale(surroundings.target());
        List<Finding> findings = new ArrayList<>();
        if (source.encoding().equals("SQL_ASCII")) {
            findings.add(Finding.warning(
                    "source",
                    "its encoding is SQL_ASCII",
                    "it may hold bytes that are no characters; a row with such bytes stops the stream",
                    "look for them before the migration, for example with convert_from(column::bytea, 'UTF8')"));
        }
        if (!target.encoding().equals(UNICODE) && !target.encoding().equals(source.encoding())) {
            findings.add(Finding.blocker(
                    "target",
                    "its encoding is " + target.encoding() + ", the source has " + source.encoding(),
                    "characters that the target's encoding lacks cannot be written",
                    "create the target database with ENCODING 'UTF8' TEMPLATE template0"));
        }
        if (!source.collation().equals(target.collation())) {
            findings.add(Finding.note(
                    "source and target",
                    "they sort texts differently: " + source.collation() + " and " + target.collation(),
                    "lists that the application sorts by text, and ranges of texts, change their order after the cutover",
                    null));
        }
        return findings;
    }

    private static Locale locale(Side side) throws SQLException {
        String sql = "SELECT pg_encoding_to_char(encoding), datlocprovider::text || ' ' || datcollate FROM pg_database"
                + " WHERE datname = current_database()";
        return Query.of(sql).one(side.connection(), row -> new Locale(row.getString(1), row.getString(2)));
    }
}
