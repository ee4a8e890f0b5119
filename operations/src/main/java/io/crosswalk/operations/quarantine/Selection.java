package io.crosswalk.operations.quarantine;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Optional;

/**
 * Rows of the quarantine that somebody means.
 *
 * @param table the target table, with its schema or without; empty for all
 * @param key the legacy key or the key in the target; empty for all
 */
public record Selection(Optional<String> table, Optional<String> key) {

    public static final Selection ALL = new Selection(Optional.empty(), Optional.empty());

    /** Its condition; the first parameter is the migration's name. The schema never holds a dot in what Crosswalk maps. */
    static final String WHERE = """

            WHERE name = ?
              AND (?::text IS NULL OR ? = target_table OR ? = substring(target_table FROM position('.' IN target_table) + 1))
              AND (?::text IS NULL OR ? = source_key OR ? = target_key)""";

    /** Sets the parameters of {@link #WHERE}, which begin at {@code first}. */
    void bind(PreparedStatement statement, int first, String name) throws SQLException {
        statement.setString(first, name);
        for (int i = 1; i <= 3; i++) {
            statement.setString(first + i, table.orElse(null));
            statement.setString(first + 3 + i, key.orElse(null));
        }
    }
}
