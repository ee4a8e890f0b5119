package io.crosswalk.operations.draft.merge;

import io.crosswalk.transformer.mapping.TableMapping;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class EditedFileTest {

    private static final EditedFile FILE = EditedFile.read("crosswalk.yaml", """
            mapping: 1
            tenant: { table: Clinic, column: clinic_id }
            accounts: { table: User, match: email, target: auth.users }
            tables:
              Clinic:
                keys: { column: uuidId }
                where: { not: deletedAt }
                targets:
                  - { table: clinics, columns: { id: { id: id }, name: name } }
                drop: [scratch]
              User:
                tenant: clinicId
                targets:
                  - { table: auth.users, columns: { id: { account: id }, email: email } }
                  - { table: roles, when: clinicId, columns: { id: { id: id }, clinic_id: $tenant } }
                  - { table: profiles, columns: { id: { account: id } } }
              Note:
                folds:
                  - { into: clinics, column: notes, parent: { id: clinicId, of: Clinic }, value: { json: { text: text } } }
            """);

    private static TableMapping table(String name) {
        return FILE.mapping().tables().stream()
                .filter(table -> table.source().name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void everyPlaceInWhichAColumnIsNamedCounts() {
        assertThat(EditedFile.usedColumns(table("Clinic")))
                .containsExactlyInAnyOrder("id", "name", "scratch", "uuidId", "deletedAt");
        assertThat(EditedFile.usedColumns(table("User"))).contains("clinicId");
        assertThat(EditedFile.usedColumns(table("Note"))).contains("clinicId", "text");
    }

    @Test
    void newColumnsOfUsersGoIntoTheProfileThatEveryUserHas() {
        assertThat(FILE.targetsForColumns(table("User"))).containsExactly(2);
    }

    @Test
    void aTableThatIsOnlyFoldedHasNoPlaceForNewColumns() {
        assertThat(FILE.targetsForColumns(table("Note"))).isEmpty();
    }
}
