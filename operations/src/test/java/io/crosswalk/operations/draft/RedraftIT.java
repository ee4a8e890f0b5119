package io.crosswalk.operations.draft;

import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.testbed.junit.Databases;
import io.crosswalk.testbed.junit.Legacy;
import io.crosswalk.testbed.server.Database;
import io.crosswalk.transformer.mapping.TableMapping;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Drafting again into a file that somebody has edited, on a real database. */
@Databases
class RedraftIT {

    @TempDir
    Path folder;

    private DraftBench bench;
    private Path file;

    @BeforeEach
    void draftOnce(@Legacy Database legacy) throws Exception {
        bench = new DraftBench(legacy);
        bench.execute(NastyDraftIT.schema());
        file = folder.resolve("crosswalk.yaml");
        bench.draftInto(file, "Clinic");
    }

    @Test
    void theSecretsLieBesideTheFileForItsOwnerOnly() throws Exception {
        Path namespace = folder.resolve("crosswalk.namespace");

        assertThat(Files.readString(namespace)).matches("[0-9a-f-]{36}\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(namespace)))
                .isEqualTo("rw-------");
        assertThat(Files.readString(file))
                .contains("namespace_file: crosswalk.namespace")
                .doesNotContain(Files.readString(namespace).strip());
        assertThat(folder.resolve("crosswalk.keyset.json")).doesNotExist();
    }

    @Test
    void aSecretThatIsThereIsNeverReplaced() throws Exception {
        String namespace = Files.readString(folder.resolve("crosswalk.namespace"));
        Files.delete(file);

        bench.draftInto(file, "Clinic");

        assertThat(Files.readString(folder.resolve("crosswalk.namespace"))).isEqualTo(namespace);
    }

    @Test
    void whenNothingIsNewTheFileStaysByteForByte() throws Exception {
        byte[] before = Files.readAllBytes(file);

        Draft.Outcome outcome = bench.draftInto(file, "Clinic");

        assertThat(outcome.changed()).isFalse();
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
    }

    @Test
    void editsStayAndWhatIsNewIsAdded() throws Exception {
        String edited = Files.readString(file)
                .replace("slug: slug", "slug: { lower: slug } # mine")
                .replace("- table: clinic\n", "- table: clinics\n");
        Files.writeString(file, edited);
        bench.execute("ALTER TABLE \"Clinic\" ADD COLUMN \"openedAt\" timestamp;"
                + " CREATE TABLE \"Clinics\" (id text PRIMARY KEY, \"clinicId\" text NOT NULL REFERENCES \"Clinic\","
                + " \"userId\" text REFERENCES \"User\", \"noKeyId\" text REFERENCES \"NoKey\" (b))");

        Draft.Outcome outcome = bench.draftInto(file, null);

        String after = Files.readString(file);
        assertThat(outcome.changed()).isTrue();
        assertThat(after.lines()).containsAll(edited.lines().toList());
        assertThat(after)
                .contains("            opened_at: openedAt\n")
                .contains("        - table: clinics_2\n")
                .contains("            user_id: { id: userId, of: User }\n");
        assertThat(bench.problems(after)).isEmpty();
        TableMapping added = DraftBench.mapping(after)
                .table(new TableId("public", "Clinics"))
                .orElseThrow();
        assertThat(added.tenant()).isPresent();
        assertThat(bench.draftInto(file, null).changed()).isFalse();
    }

    @Test
    void aTableThatTheFileSkipsStaysSkippedAndReferencesToItAreKept() throws Exception {
        String skipping =
                Files.readString(file).replaceAll("(?s)    Country:\n.*?\n\n", "    Country: { skip: true }\n\n");
        Files.writeString(file, skipping);
        bench.execute("CREATE TABLE \"Region\" (id text PRIMARY KEY, code char(2) REFERENCES \"Country\")");

        bench.draftInto(file, null);

        assertThat(Files.readString(file)).contains("code refers to Country, which is left behind", "code: code\n");
    }

    @Test
    void whatIsGoneIsReportedAndNotDeleted() throws Exception {
        byte[] before = Files.readAllBytes(file);
        bench.execute("DROP TABLE \"MembershipNote\"; ALTER TABLE \"Clinic\" DROP COLUMN \"parentId\"");

        Draft.Outcome outcome = bench.draftInto(file, null);

        assertThat(outcome.messages())
                .contains(
                        "the legacy table MembershipNote is gone: take it out of the file",
                        "the column parentId of Clinic is gone: take it out of the file");
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
    }

    @Test
    void anotherTenantThanTheFilesIsRefused() throws Exception {
        byte[] before = Files.readAllBytes(file);

        assertThatThrownBy(() -> bench.draftInto(file, "User"))
                .isInstanceOf(DraftRefusedException.class)
                .hasMessageContaining("the file says Clinic");
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
    }
}
