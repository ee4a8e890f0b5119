package io.crosswalk.transformer.mapping;

import io.crosswalk.pipeline.row.Lookup;
import io.crosswalk.pipeline.row.Lookup.Absence;
import io.crosswalk.pipeline.row.Row;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.pipeline.table.SourceTable;
import io.crosswalk.pipeline.table.TargetTable.ParentReference;
import io.crosswalk.pipeline.transaction.Change.Operation;
import io.crosswalk.pipeline.transaction.Change.Upsert;
import io.crosswalk.transformer.Kamdental;
import io.crosswalk.transformer.MappedTransform;
import io.crosswalk.transformer.mapping.check.MappingCheck;
import io.crosswalk.transformer.yaml.Problem;
import io.crosswalk.transformer.yaml.Problems;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

/** Which references are looked at, and what happens to those whose parent is missing. */
class ParentReferencesTest {

    // "dashboardId" is guarded by a foreign key, "other" by nothing.
    private static final SourceTable CHILD = Kamdental.table("Child", "id text, dashboardId text, other text");
    private static final SourceTable PARENT = Kamdental.table("Dashboard", "id text, name text");
    private static final SourceTable USER = Kamdental.table("User", "id text, email text");

    private static final String PARENTS = """
            mapping: 1
            accounts: { table: User, match: email, target: accounts }
            tables:
              User: { targets: [{ table: accounts, columns: { id: { account: id }, email: email } }] }
              Dashboard:
                targets: [{ table: dashboards, columns: { id: { id: id }, name: name } }]
            """;

    private static String child(String columns) {
        return PARENTS + "  Child: { targets: [{ table: children, columns: { id: { id: id }, " + columns + " } }] }\n";
    }

    private static MappedTransform transform(String mapping) {
        return MappedTransform.of(
                MappingReader.read(mapping, "test.yaml"),
                List.of(USER, PARENT, CHILD),
                Kamdental.NAMESPACE,
                Kamdental.OPEN_SEALER);
    }

    private static List<ParentReference> references(String mapping) {
        return transform(mapping).targets().stream()
                .filter(table -> table.id().name().equals("children"))
                .findFirst()
                .orElseThrow()
                .references();
    }

    @Test
    void aForeignKeyOfTheLegacyDatabaseIsTrustedAndNothingElseIs() {
        assertThat(references(child("a: { id: dashboardId, of: Dashboard }, b: { id: other, of: Dashboard }")))
                .containsExactly(toDashboards("a", true), toDashboards("b", false));
    }

    private static ParentReference toDashboards(String column, boolean guaranteed) {
        return new ParentReference(
                column, new TableId("public", "dashboards"), "id", Optional.empty(), Absence.QUARANTINE, guaranteed);
    }

    @Test
    void aForeignKeyToAFilteredTableIsNotTrusted() {
        String filtered = child("a: { id: dashboardId, of: Dashboard }, b: other")
                .replace("  Dashboard:\n", "  Dashboard:\n    where: name\n");
        assertThat(references(filtered)).containsExactly(toDashboards("a", false));
    }

    @Test
    void onlyWhatTheUsersTableGivesUnderTheKeyOfAnAccountIsItsOwn() {
        String target = "{ table: children, key: a, columns: { a: { account: id }, b: { account: %s } } }";
        String ofUsers = "email: email } }, " + target.formatted("email") + "] }\n";
        String others = PARENTS + "  Child: { targets: [" + target.formatted("other") + "], drop: [dashboardId] }\n";

        assertThat(references(PARENTS.replace("email: email } }] }\n", ofUsers)
                        .replace("target: accounts", "target: auth.accounts")
                        .replace("table: accounts,", "table: auth.accounts,")))
                .extracting(ParentReference::column, ParentReference::own)
                .containsExactly(tuple("a", true), tuple("b", false));
        assertThat(references(others)).extracting(ParentReference::own).containsExactly(false, false);
    }

    @Test
    void aPolicyIsWhatTheFileSays() {
        assertThat(references(child(
                        "a: { id: dashboardId, of: Dashboard, missing: null }, b: { account: other, missing: fail },"
                                + " c: { id: other, of: Dashboard, missing: keep }")))
                .extracting(ParentReference::column, ParentReference::absence)
                .containsExactly(tuple("a", Absence.NULL), tuple("b", Absence.FAIL));
    }

    @Test
    void aReferenceThatIsLookedAtBecomesALookUpOfTheParentsOwnKey() {
        Row legacy = Row.of(CHILD.columns(), "c", "d", "o");
        Upsert upsert =
                (Upsert) transform(child("a: { id: dashboardId, of: Dashboard }, b: { id: other, of: Dashboard }"))
                        .apply(new Upsert(CHILD.id(), Operation.INSERT, legacy.key(CHILD.key()), null, legacy, null))
                        .get(0);

        assertThat(upsert.row().value("a")).isInstanceOf(String.class);
        assertThat(upsert.row().value("b"))
                .isInstanceOfSatisfying(
                        Lookup.class, lookup -> assertThat(lookup.isOfRow()).isTrue());
    }

    @Test
    void whatCannotBeDoneIsSaid() {
        Problems problems = new Problems("test.yaml");
        Mapping mapping = MappingReader.read(
                child("a: { id: other, of: User, missing: fail }, b: { account: other, missing: keep },"
                                + " c: { id: dashboardId, of: Dashboard, missing: nul }")
                        .replace("id: { id: id }, a", "id: { id: id, missing: null }, a"),
                problems);
        MappingCheck.against(mapping, List.of(USER, PARENT, CHILD), problems);

        assertThat(problems.all())
                .extracting(Problem::toString)
                .containsExactlyInAnyOrder(
                        "tables.Child.targets[0].columns.c.missing: there is no policy \"nul\" (known: null, quarantine, fail, keep)",
                        "tables.Child.targets[0].columns.id.missing: a key column is never null (known here: quarantine, fail, keep)",
                        "tables.Child.targets[0].columns.a.missing: no target of User has the new id as its key, so nobody can tell"
                                + " whether the row is there (write missing: keep)",
                        "tables.Child.targets[0].columns.b.missing: the id of an account is known only when the user has one"
                                + " (known here: null, quarantine, fail)");
    }

    @Test
    void aColumnThatBecomesNullMustBeAllowedTo() {
        Problems problems = new Problems("test.yaml");
        Mapping mapping = MappingReader.read(child("a: { id: other, of: Dashboard, missing: null }"), problems);

        MappingCheck.nullable(mapping, Map.of(new TableId("public", "children"), Set.of("id", "a")), problems);

        assertThat(problems.all())
                .extracting(Problem::path)
                .containsExactly("tables.Child.targets[0].columns.a.missing");
    }
}
