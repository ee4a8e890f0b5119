package io.crosswalk.operations.draft;

import io.crosswalk.operations.draft.legacy.LegacySchemaReader;
import io.crosswalk.operations.draft.merge.EditedFile;
import io.crosswalk.postgres.DatabaseAddress;
import io.crosswalk.testbed.server.Database;
import io.crosswalk.transformer.mapping.Mapping;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Drafts of one legacy database, for tests. */
record DraftBench(Database legacy, Optional<DatabaseAddress> target) {

    DraftBench(Database legacy) {
        this(legacy, Optional.empty());
    }

    DraftBench(Database legacy, Database target) {
        this(legacy, Optional.of(address(target)));
    }

    DatabaseAddress address() {
        return address(legacy);
    }

    private static DatabaseAddress address(Database database) {
        return DatabaseAddress.parse(database.libpqUrl(), null, database.password());
    }

    DraftRequest request(@Nullable String tenant, @Nullable String users, @Nullable Path output) {
        return new DraftRequest(
                address(),
                target,
                Optional.ofNullable(tenant),
                Optional.ofNullable(users),
                Optional.empty(),
                Optional.ofNullable(output),
                Optional.of(Duration.ofMinutes(1)));
    }

    Draft.Outcome draft(@Nullable String tenant, @Nullable String users) throws SQLException, IOException {
        return Draft.run(request(tenant, users, null), step -> {});
    }

    Draft.Outcome draftInto(Path file, @Nullable String tenant) throws SQLException, IOException {
        return Draft.run(request(tenant, null, file), step -> {});
    }

    /** What the check of a mapping against the source finds. */
    List<String> problems(String text) throws SQLException {
        try (Connection connection = address().connect("test")) {
            return SelfCheck.problems(text, LegacySchemaReader.read(connection, Set.of()));
        }
    }

    /** What would be different if anything had been written: rows of all statistics that count it, and the catalog. */
    String writes() throws SQLException {
        try (Connection connection = legacy.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT pg_current_xact_id_if_assigned() IS NULL, (SELECT count(*) FROM pg_class),"
                                + " (SELECT max(xmin::text::bigint) FROM pg_class)")) {
            row.next();
            return row.getString(1) + " " + row.getString(2) + " " + row.getString(3);
        }
    }

    static Mapping mapping(String text) {
        return EditedFile.read("the draft", text).mapping();
    }

    void execute(String sql) throws SQLException {
        try (Connection connection = legacy.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
