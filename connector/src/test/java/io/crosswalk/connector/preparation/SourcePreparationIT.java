package io.crosswalk.connector.preparation;

import io.crosswalk.connector.PreparedSource;
import io.crosswalk.pipeline.SourceException;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.testbed.junit.Databases;
import io.crosswalk.testbed.server.Database;
import org.junit.jupiter.api.Test;

import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** P7: preparing sets what is missing, once, and waits for no lock for long. */
@Databases
class SourcePreparationIT {

    private static final String TABLES = """
            CREATE TABLE keyed (id int PRIMARY KEY);
            CREATE TABLE "Joined" ("A" int NOT NULL, "B" int NOT NULL); CREATE UNIQUE INDEX "Joined_AB" ON "Joined" ("A", "B");
            CREATE TABLE nullable (id int UNIQUE);
            CREATE TABLE deferred (id int PRIMARY KEY DEFERRABLE);
            CREATE TABLE chosen (id int PRIMARY KEY, other int NOT NULL UNIQUE);
            ALTER TABLE chosen REPLICA IDENTITY USING INDEX chosen_other_key;
            CREATE TABLE root (v int) PARTITION BY LIST (v); CREATE TABLE leaf PARTITION OF root FOR VALUES IN (1);
            CREATE TABLE asked (id int PRIMARY KEY)""";

    private static TableId table(String name) {
        return new TableId("public", name);
    }

    @Test
    void everyTableGetsAUsableReplicaIdentityAndTheSecondTimeNothingChanges(Database legacy) throws Exception {
        try (PreparedSource source = PreparedSource.of(legacy, TABLES, Set.of("asked"))) {
            Set<String> none = Set.of();
            source.execute("DROP PUBLICATION " + source.settings.publication());
            for (String name : Set.of("\"Joined\"", "nullable", "deferred", "leaf", "asked")) {
                source.execute("ALTER TABLE " + name + " REPLICA IDENTITY DEFAULT");
            }
            source.execute("ALTER TABLE chosen REPLICA IDENTITY USING INDEX chosen_other_key");
            SourcePreparation.Report report = source.prepare(Set.of("asked"));
            assertThat(report.replicaIdentities())
                    .isEqualTo(Map.of(
                            table("Joined"),
                            "USING INDEX \"Joined_AB\"",
                            table("nullable"),
                            "FULL",
                            table("deferred"),
                            "FULL",
                            table("chosen"),
                            "FULL",
                            table("leaf"),
                            "FULL",
                            table("asked"),
                            "FULL"));
            assertThat(report.publicationCreated()).isTrue();
            assertThat(report.published()).hasSize(7);
            SourcePreparation.Report again = source.prepare(none);
            assertThat(again.replicaIdentities()).isEmpty();
            assertThat(again.published()).isEmpty();
            assertThat(again.withdrawn()).isEmpty();
            assertThat(again.publicationCreated()).isFalse();
            source.execute(
                    "INSERT INTO \"Joined\" VALUES (1, 2)",
                    "UPDATE \"Joined\" SET \"B\" = 3",
                    "DELETE FROM \"Joined\"",
                    "INSERT INTO root VALUES (1)",
                    "UPDATE root SET v = 1",
                    "DELETE FROM root");
        }
    }

    @Test
    void aTableThatIsLockedIsNamedTogetherWithWhoHoldsIt(Database legacy) throws Exception {
        try (PreparedSource source = PreparedSource.of(legacy, "CREATE TABLE busy (id int PRIMARY KEY)");
                Connection other = source.connect();
                Statement statement = other.createStatement()) {
            source.settings = source.settings.withLockTimeout(Duration.ofMillis(50));
            source.execute("ALTER TABLE busy REPLICA IDENTITY NOTHING");
            other.setAutoCommit(false);
            statement.execute("SET application_name = 'the holder'");
            statement.execute("INSERT INTO busy VALUES (1)");
            assertThatThrownBy(() -> source.prepare(Set.of()))
                    .isInstanceOfSatisfying(
                            SourceException.class,
                            e -> assertThat(e.isTransient()).isTrue())
                    .hasMessageContaining("public.busy")
                    .hasMessageContaining("the holder");
            other.rollback();
            assertThat(source.prepare(Set.of()).replicaIdentities()).containsOnlyKeys(table("busy"));
        }
    }
}
