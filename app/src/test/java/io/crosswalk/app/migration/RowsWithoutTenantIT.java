package io.crosswalk.app.migration;

import io.crosswalk.testbed.junit.Databases;
import io.crosswalk.testbed.junit.Legacy;
import io.crosswalk.testbed.junit.Target;
import io.crosswalk.testbed.server.Database;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Rows that the mapping writes without a tenant, and what inherits from them: they get a tenant, change it and lose it again. */
@Databases
class RowsWithoutTenantIT {

    private static final String LEGACY = """
            CREATE TABLE clinic (id text PRIMARY KEY);
            CREATE TABLE member (id text PRIMARY KEY, clinic text REFERENCES clinic);
            CREATE TABLE board (id text PRIMARY KEY, member text REFERENCES member);
            CREATE TABLE note (id text PRIMARY KEY, clinic text REFERENCES clinic, board text, member text REFERENCES member);
            INSERT INTO clinic VALUES ('north'), ('south');
            INSERT INTO member VALUES ('none', NULL), ('northern', 'north');
            INSERT INTO board VALUES ('of none', 'none'), ('of nobody', NULL);
            INSERT INTO note VALUES ('1 nothing', NULL, NULL, NULL), ('2 own', 'south', 'of none', 'none'),
                ('3 both', NULL, 'of none', 'northern'), ('4 board', NULL, 'of none', NULL), ('5 late', NULL, 'late', 'none')""";

    private static final String TARGET = """
            CREATE TABLE clinics (id uuid PRIMARY KEY, name text);
            CREATE TABLE members (id uuid PRIMARY KEY, name text, clinic_id uuid);
            CREATE TABLE boards (id uuid PRIMARY KEY, name text, clinic_id uuid, member_id uuid);
            CREATE TABLE notes (id uuid PRIMARY KEY, name text, clinic_id uuid, board_id uuid, member_id uuid)""";

    private static final String MAPPING = """
            mapping: 1
            tenant: { table: clinic, column: clinic_id }
            tables:
              clinic:
                targets: [{ table: clinics, columns: { id: { id: id }, name: id } }]
              member:
                tenant: [clinic, null]
                targets: [{ table: members, columns: { id: { id: id }, name: id, clinic_id: $tenant } }]
              board:
                tenant: [{ through: member, of: member }, null]
                targets:
                  - table: boards
                    columns: { id: { id: id }, name: id, clinic_id: $tenant, member_id: { id: member, of: member } }
              note:
                tenant: [clinic, { through: board, of: board }, { through: member, of: member }, null]
                targets:
                  - table: notes
                    columns:
                      id: { id: id }
                      name: id
                      clinic_id: $tenant
                      board_id: { id: board, of: board, missing: keep }
                      member_id: { id: member, of: member }
            """;

    @Test
    void rowsWithoutATenantAreWrittenAndFollowWhenTheirParentsGetOneOrLoseIt(
            @Legacy Database legacy, @Target Database target) throws Exception {
        MigrationBench.execute(legacy, LEGACY);
        MigrationBench.execute(target, TARGET);
        try (MigrationBench bench = new MigrationBench(legacy, target, MAPPING)) {
            bench.streaming();
            bench.drained();
            assertThat(boards(target)).containsExactly("of nobody|null", "of none|null");
            assertThat(notes(target)).containsExactly("1 nothing|null", "2 own|south", "3 both|north", "4 board|null");
            assertThat(MigrationBench.rows(target, "SELECT target_table FROM crosswalk.quarantine"))
                    .as("a way that leads to a missing row is waited for")
                    .containsExactly("public.notes");

            move(legacy, "none", "'north'");
            bench.drained();
            assertThat(boards(target)).containsExactly("of nobody|null", "of none|north");
            assertThat(notes(target)).containsExactly("1 nothing|null", "2 own|south", "3 both|north", "4 board|north");
            move(legacy, "none", "'south'");
            bench.drained();
            assertThat(notes(target))
                    .as("the board comes before the member")
                    .containsExactly("1 nothing|null", "2 own|south", "3 both|south", "4 board|south");
            move(legacy, "none", "NULL");
            bench.drained();
            assertThat(notes(target)).containsExactly("1 nothing|null", "2 own|south", "3 both|north", "4 board|null");
            move(legacy, "northern", "NULL");
            MigrationBench.execute(legacy, "UPDATE note SET clinic = 'north' WHERE id = '1 nothing'");
            MigrationBench.execute(legacy, "INSERT INTO board VALUES ('late', NULL)");
            bench.drained();
            assertThat(notes(target))
                    .containsExactly("1 nothing|north", "2 own|south", "3 both|null", "4 board|null", "5 late|null");

            MigrationBench.execute(legacy, "UPDATE note SET clinic = NULL WHERE id IN ('1 nothing', '2 own')");
            MigrationBench.execute(legacy, "UPDATE board SET member = 'northern' WHERE id = 'late'");
            move(legacy, "northern", "'south'");
            bench.drained();
            assertThat(notes(target))
                    .containsExactly("1 nothing|null", "2 own|null", "3 both|south", "4 board|null", "5 late|south");
            assertThat(MigrationBench.rows(target, "SELECT target_table, reason FROM crosswalk.quarantine"))
                    .isEmpty();
            assertThat(bench.compare().problems()).isEmpty();
        }
    }

    private static void move(Database legacy, String member, String clinic) throws Exception {
        MigrationBench.execute(legacy, "UPDATE member SET clinic = " + clinic + " WHERE id = '" + member + "'");
    }

    private static Iterable<String> boards(Database target) throws Exception {
        return of(target, "boards");
    }

    private static Iterable<String> notes(Database target) throws Exception {
        return of(target, "notes");
    }

    private static Iterable<String> of(Database target, String table) throws Exception {
        return MigrationBench.rows(
                target,
                "SELECT r.name, c.name FROM " + table + " r LEFT JOIN clinics c ON c.id = r.clinic_id ORDER BY 1");
    }
}
