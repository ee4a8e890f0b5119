package io.crosswalk.transformer.mapping.check;

import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.pipeline.table.SourceTable;
import io.crosswalk.transformer.Kamdental;
import io.crosswalk.transformer.MappedTransform;
import io.crosswalk.transformer.mapping.Mapping;
import io.crosswalk.transformer.mapping.MappingReader;
import io.crosswalk.transformer.yaml.InvalidFileException;
import io.crosswalk.transformer.yaml.Problem;
import io.crosswalk.transformer.yaml.Problems;
import org.junit.jupiter.api.Test;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class MappingCheckTest {

    private static final List<SourceTable> SOURCES = List.of(
            Kamdental.table("Clinic", "id text, name text"),
            Kamdental.table("User", "id text, email text, clinicId text"),
            Kamdental.table("Tag", "id text, userId text, label text, extra text"));

    private final Problems problems = new Problems("test.yaml");

    @Test
    void theKamdentalMappingFitsItsTables() {
        Map<TableId, Set<String>> targetColumns = new HashMap<>();
        Kamdental.transform()
                .targets()
                .forEach(table -> targetColumns.put(table.id(), table.columns().asSet()));
        TableId connections = new TableId("public", "spreadsheet_connections");
        Set<String> withFold = new HashSet<>(targetColumns.getOrDefault(connections, Set.of()));
        withFold.add("mapping_config");
        targetColumns.put(connections, withFold);
        MappingCheck.against(Kamdental.mapping(), Kamdental.tables(), targetColumns, problems);
        assertThat(problems.all()).isEmpty();
    }

    @Test
    void whatTheCatalogsDoNotHaveIsReportedWithTheNearestName() {
        Map<TableId, Set<String>> targetColumns = Map.of(
                new TableId("public", "clinics"),
                Set.of("id", "title"),
                new TableId("public", "tags"),
                Set.of("id", "label"));
        MappingCheck.against(mapping("""
                          Clinics:
                            targets: [{table: clinics, columns: {id: {id: id}}}]
                          Clinic:
                            targets: [{table: clinics, columns: {id: {id: id}, titel: nmae}}]
                            drop: [nam]
                          Tag:
                            targets: [{table: tag, when: lable, columns: {id: {id: id}, u: {id: userId, of: Usr}}}]
                        """), SOURCES, targetColumns, problems);
        assertThat(problems.all())
                .extracting(Problem::toString)
                .containsExactlyInAnyOrder(
                        "tables.Clinics: there is no legacy table public.Clinics (did you mean \"Clinic\"?)",
                        "tables.Clinic.targets[0].columns.titel: legacy table Clinic has no column \"nmae\""
                                + " (did you mean \"name\"?)",
                        "tables.Clinic.drop: legacy table Clinic has no column \"nam\" (did you mean \"name\"?)",
                        "tables.Clinic: legacy column \"name\" is neither used nor dropped (use it, or add it to drop)",
                        "tables.Tag.targets[0].when: legacy table Tag has no column \"lable\" (did you mean \"label\"?)",
                        "tables.Tag.targets[0].columns.u: table Usr is not mapped",
                        "tables.Tag: legacy column \"label\" is neither used nor dropped (use it, or add it to drop)",
                        "tables.Tag: legacy column \"extra\" is neither used nor dropped (use it, or add it to drop)",
                        "tables.Clinic.targets[0].columns.titel: public.clinics has no column \"titel\" that can be written"
                                + " (did you mean \"title\"?)",
                        "tables.Tag.targets[0].table: there is no target table public.tag (did you mean \"tags\"?)");
    }

    @Test
    void keysAreMadeOfTheLegacyKeyAlone() {
        check("""
                  Tag:
                    targets:
                      - {table: a, columns: {id: label}}
                      - {table: b, columns: {id: {numeric: id}}}
                      - {table: c, columns: {id: {concat: [id, {constant: x}]}}}
                    drop: [userId, extra]
                """);
        assertThat(problems.all())
                .extracting(Problem::path)
                .containsExactly("tables.Tag.targets[0].columns.id", "tables.Tag.targets[1].columns.id");
        assertThat(problems.all().get(0).message())
                .isEqualTo("a key is made of the legacy key [id] alone, and this one reads [label]");
    }

    @Test
    void aPathNeedsARowThatNamesItsTenantAndALinkToFollow() {
        check("""
                  Clinic: {targets: [{table: clinics, columns: {id: {id: id}, name: name}}]}
                  User:
                    tenant: clinicId
                    targets: [{table: users, columns: {id: {id: id}, email: email}}]
                  Tag:
                    tenant: {through: userId, of: User}
                    targets: [{table: tags, columns: {id: {id: id}, clinic_id: $tenant}}]
                    drop: [label, extra]
                """);
        assertThat(problems.all())
                .extracting(Problem::toString)
                .containsExactly(
                        "tables.Tag.tenant: no target of User names its tenant in a row whose key is its new id"
                                + " (give one of them a $tenant column and the key {id: <key column>})");
    }

    @Test
    void aTenantThatCouldNotFollowItsPathIsReported() {
        check("""
                  Clinic: {targets: [{table: clinics, columns: {id: {id: id}, name: name}}]}
                  User:
                    tenant: clinicId
                    targets: [{table: users, columns: {id: {id: id}, email: email, clinic_id: $tenant}}]
                  Tag:
                    tenant: {through: userId, of: User}
                    targets: [{table: tags, columns: {id: {id: id}, clinic_id: $tenant}}]
                    drop: [label, extra]
                """);
        assertThat(problems.all())
                .extracting(Problem::toString)
                .containsExactly(
                        "tables.Tag.targets[0].columns.clinic_id: no column of public.tags refers to the row that userId"
                                + " names, so its tenant could not follow (add a column {id: userId, of: User})");
    }

    @Test
    void aTableThatLeadsToRowsWithoutTenantMayHaveNoneItself() {
        check("""
                  Clinic: {targets: [{table: clinics, columns: {id: {id: id}, name: name}}]}
                  User:
                    tenant: [clinicId, null]
                    targets: [{table: users, columns: {id: {id: id}, email: email, clinic_id: $tenant}}]
                  Tag:
                    tenant: [{through: userId, of: User}, label]
                    targets: [{table: tags, columns: {id: {id: id}, clinic_id: $tenant}}]
                    drop: [extra]
                """);
        assertThat(problems.all())
                .extracting(Problem::toString)
                .containsExactly(
                        "tables.Tag.tenant: a row of User may have no tenant, and what stands after it here is not known any"
                                + " more when it loses its tenant (put ways through other tables last)",
                        "tables.Tag.tenant: a row of User may have no tenant, and then this one has none either (write null as"
                                + " the last way here too)",
                        "tables.Tag.targets[0].columns.clinic_id: no column of public.tags refers to the row that userId"
                                + " names, so its tenant could not follow (add a column {id: userId, of: User})");
    }

    @Test
    void aTenantColumnThatIsNeverNullIsReportedWhereRowsMayHaveNone() {
        Mapping mapping = mapping("""
                  Clinic: {targets: [{table: clinics, columns: {id: {id: id}, name: name}}]}
                  User:
                    tenant: [clinicId, null]
                    targets:
                      - {table: users, columns: {id: {id: id}, email: email, clinic_id: $tenant}}
                      - {table: roles, when: clinicId, columns: {id: {id: id}, clinic_id: $tenant}}
                """);
        MappingCheck.nullable(
                mapping,
                Map.of(
                        new TableId("public", "users"), Set.of("id", "clinic_id"),
                        new TableId("public", "roles"), Set.of("id", "clinic_id")),
                problems);
        assertThat(problems.all())
                .extracting(Problem::toString)
                .containsExactly(
                        "tables.User.tenant: public.users has the column \"clinic_id\" as NOT NULL, and a row may have no"
                                + " tenant (drop NOT NULL there, or leave null out here)");
    }

    @Test
    void aTargetTableHasOneWriter() {
        check("""
                  Clinic: {targets: [{table: things, columns: {id: {id: id}, name: name}}]}
                  Tag:
                    targets: [{table: things, columns: {id: {id: id}}}]
                    drop: [label, extra, userId]
                """);
        assertThat(problems.all()).extracting(Problem::path).containsExactly("tables.Tag.targets[0].table");
    }

    @Test
    void aFoldGoesIntoAColumnThatNothingElseWrites() {
        check("""
                  Clinic: {targets: [{table: clinics, columns: {id: {id: id}, name: name}}]}
                  User:
                    folds:
                      - {into: clinics, column: name, parent: {id: clinicId, of: Clinic}, value: {json: {e: email}}}
                      - {into: clinic, column: users, parent: {id: clinicId, of: Clinic}, value: {json: {e: email}}}
                      - {into: clinics, column: users, parent: clinicId, value: {json: {e: email}}}
                      - {into: clinics, column: members, parent: {id: clinicId, of: Clinic}, value: email}
                  Tag:
                    folds:
                      - {into: clinics, column: members, parent: {id: extra, of: Clinic}, value: {json: {l: label, u: userId}}}
                """);
        assertThat(problems.all())
                .extracting(Problem::path)
                .containsExactlyInAnyOrder(
                        "tables.User.folds[0].column",
                        "tables.User.folds[1].into",
                        "tables.User.folds[2].parent",
                        "tables.User.folds[3]",
                        "tables.Tag.folds[0]");
    }

    @Test
    void accountsNeedTheirTargetAndItsKey() {
        Mapping mapping = MappingReader.read("""
                mapping: 1
                accounts: {table: User, match: email, target: auth.users}
                tables:
                  User:
                    targets: [{table: auth.users, columns: {id: {id: id}, mail: email, secret: {seal: clinicId}}}]
                """, "test.yaml");
        MappingCheck.against(mapping, SOURCES, problems);
        assertThat(problems.all())
                .extracting(Problem::path)
                .containsExactly("accounts.target", "tables.User.targets[0].key");
    }

    @Test
    void aTransformIsNotMadeOfAMappingThatDoesNotFit() {
        Mapping mapping = mapping("  Nowhere: {targets: [{table: a, columns: {id: {id: id}}}]}");
        assertThatThrownBy(() -> MappedTransform.of(mapping, SOURCES, Kamdental.NAMESPACE, Kamdental.OPEN_SEALER))
                .isInstanceOf(InvalidFileException.class)
                .hasMessageContaining("tables.Nowhere: there is no legacy table public.Nowhere");
    }

    private void check(String tables) {
        MappingCheck.against(mapping(tables), SOURCES, problems);
    }

    private static Mapping mapping(String tables) {
        String tenant = tables.contains("Clinic:") ? "tenant: {table: Clinic, column: clinic_id}\n" : "";
        return MappingReader.read("mapping: 1\n" + tenant + "tables:\n" + tables.indent(0), "test.yaml");
    }
}
