package io.crosswalk.operations.draft;

import io.crosswalk.postgres.DatabaseAddress;
import io.crosswalk.testbed.junit.Databases;
import io.crosswalk.testbed.junit.Legacy;
import io.crosswalk.testbed.junit.Target;
import io.crosswalk.testbed.server.Database;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;

/** Drafts for a target whose tables are there already, with tenant columns that are NOT NULL. */
@Databases
class TenantColumnIT {

    @TempDir
    Path folder;

    private Database target;
    private DraftBench bench;

    @BeforeEach
    void createTheLegacySchema(@Legacy Database legacy, @Target Database newSchema) throws Exception {
        target = newSchema;
        bench = new DraftBench(legacy, target);
        bench.execute("CREATE TABLE \"Clinic\" (id text PRIMARY KEY);"
                + " CREATE TABLE \"Post\" (id text PRIMARY KEY, \"clinicId\" text REFERENCES \"Clinic\");"
                + " CREATE TABLE \"Comment\" (id text PRIMARY KEY, \"postId\" text NOT NULL REFERENCES \"Post\");"
                + " CREATE TABLE \"Visit\" (id text PRIMARY KEY, \"clinicId\" text REFERENCES \"Clinic\")");
    }

    private void createInTarget(String table, String tenantColumn) throws SQLException {
        try (Connection connection = target.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE " + table + " (id uuid PRIMARY KEY, clinic_id " + tenantColumn + ")");
        }
    }

    private static String flat(String text) {
        return text.replaceAll("\n *#   ", " ");
    }

    private static String mapping(String text) {
        return text.substring(text.indexOf("\nmapping:\n"));
    }

    @Test
    void aTenantColumnThatIsNotNullTakesNoRowsWithoutTenant() throws Exception {
        createInTarget("post", "uuid NOT NULL");
        createInTarget("visit", "uuid");

        String text = bench.draft("Clinic", null).text();

        assertThat(flat(text))
                .contains("    Post:\n      tenant: clinicId\n")
                .contains(
                        "clinicId leads to no tenant (NULL on the way) waits in the quarantine, because clinic_id of post is"
                                + " NOT NULL in the target.\n")
                .contains("    Comment:\n      tenant: { through: postId, of: Post }\n")
                .contains("    Visit:\n      tenant: [clinicId, null]\n");
        assertThat(bench.problems(text)).isEmpty();
    }

    @Test
    void whatSuchATableHasItsTenantsThroughMayHaveNoneWithoutEither() throws Exception {
        createInTarget("comment", "uuid NOT NULL");

        String text = bench.draft("Clinic", null).text();

        assertThat(flat(text))
                .contains("    Comment:\n      tenant: { through: postId, of: Post }\n")
                .contains("    Post:\n      tenant: clinicId\n")
                .contains(
                        "because clinic_id of comment is NOT NULL in the target, whose rows have their tenant through this"
                                + " table.\n");
        assertThat(bench.problems(text)).isEmpty();
    }

    @Test
    void aTargetThatCannotBeReachedOrHasNoTablesChangesNothing() throws Exception {
        String alone = new DraftBench(bench.legacy()).draft("Clinic", null).text();
        DatabaseAddress nobody = DatabaseAddress.parse("postgresql://me@127.0.0.1:1/nothing", null, null);

        Draft.Outcome unreachable = new DraftBench(bench.legacy(), Optional.of(nobody)).draft("Clinic", null);

        assertThat(mapping(unreachable.text())).isEqualTo(mapping(alone));
        assertThat(unreachable.messages())
                .anySatisfy(message -> assertThat(message).startsWith("the target was not looked at: "));
        assertThat(mapping(bench.draft("Clinic", null).text())).isEqualTo(mapping(alone));
    }

    @Test
    void tablesThatAreAddedToAFileFollowTheTargetAndTheFile() throws Exception {
        Path file = folder.resolve("crosswalk.yaml");
        bench.draftInto(file, "Clinic");
        assertThat(Files.readString(file)).contains("    Post:\n      tenant: [clinicId, null]\n");
        bench.execute("CREATE TABLE \"Goal\" (id text PRIMARY KEY, \"clinicId\" text REFERENCES \"Clinic\");"
                + " CREATE TABLE \"Like\" (id text PRIMARY KEY, \"postId\" text NOT NULL REFERENCES \"Post\")");
        createInTarget("goal", "uuid NOT NULL");
        createInTarget("likes", "uuid NOT NULL");

        bench.draftInto(file, null);

        String text = Files.readString(file);
        assertThat(text)
                .contains("    Goal:\n      tenant: clinicId\n")
                .contains("- table: likes\n")
                .as("the file lets posts have no tenant, and what has its tenant from them cannot but follow")
                .contains("    Like:\n      tenant: [{ through: postId, of: Post }, null]\n");
        assertThat(bench.problems(text)).isEmpty();
    }
}
