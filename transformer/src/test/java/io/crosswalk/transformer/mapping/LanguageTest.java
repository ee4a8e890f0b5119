package io.crosswalk.transformer.mapping;

import io.crosswalk.pipeline.row.Key;
import io.crosswalk.pipeline.row.Lookup;
import io.crosswalk.pipeline.row.Refusal;
import io.crosswalk.pipeline.row.Row;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.pipeline.table.IdMappings;
import io.crosswalk.pipeline.table.SourceTable;
import io.crosswalk.pipeline.table.TargetTable;
import io.crosswalk.pipeline.transaction.Change;
import io.crosswalk.pipeline.transaction.Change.Operation;
import io.crosswalk.pipeline.transaction.Change.Upsert;
import io.crosswalk.transformer.Kamdental;
import io.crosswalk.transformer.MappedTransform;
import io.crosswalk.transformer.keys.KeySpace;
import io.crosswalk.transformer.mapping.check.MappingCheck;
import io.crosswalk.transformer.yaml.Problem;
import io.crosswalk.transformer.yaml.Problems;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** What the language says beyond the example: key strategies, references of all kinds, and what is refused with which remedy. */
class LanguageTest {

    private static final List<SourceTable> SOURCES = List.of(
            Kamdental.table("Clinic", "id text, uuid_id uuid, name text"),
            Kamdental.table("User", "id text, email text"),
            Kamdental.table("Pair", "a text, b integer"),
            Kamdental.table(
                    "Row",
                    "id text, clinicId text, kind text, other text, a text, b integer, list text[], config jsonb, "
                            + "number integer, date date"));

    private static final String HEAD = """
            mapping: 1
            tenant: { table: Clinic, column: clinic_id }
            accounts: { table: User, match: email, target: auth.users }
            tables:
              Clinic: %s
              User: {targets: [{table: auth.users, columns: {id: {account: id}, email: email}}]}
              Pair: {%s targets: [{table: pairs, columns: {id: {id: [a, b]}, a: a}}]}
              Row:
                tenant: clinicId
                drop: [clinicId, kind, other, a, b, list, config, number, date]
                targets: [{table: rows, columns: {id: {id: id}, x: %s}}]
            """;
    private static final String CLINIC =
            "{targets: [{table: clinics, columns: {id: {id: id}, name: name}}], drop: [uuid_id]}";
    private static final String GIVEN =
            "{keys: {column: uuid_id}, targets: [{table: clinics, columns: {id: {id: id}, name: name}}, "
                    + "{table: pages, columns: {id: {id: id}, name: name}}]}";

    @Test
    void aKeyOfSeveralColumnsIsOneIdEverywhere() {
        MappedTransform transform = transform(CLINIC, "", "{id: [a, b], of: Pair, missing: keep}");
        Row pair = row("Pair", "x,y", "7");
        Upsert written = (Upsert) transform.apply(insert("Pair", pair)).get(0);
        String id = KeySpace.of(Kamdental.NAMESPACE, "Pair").map("x\\,y,7").id().toString();
        assertThat(written.row().value("id")).isEqualTo(id);
        assertThat(written.origin().key()).isEqualTo("x\\,y,7");
        assertThat(target(transform, "pairs").idSpace()).contains("Pair");
        Upsert referring = (Upsert) transform
                .apply(insert("Row", row("Row", "r", "c", null, null, "x,y", "7", null, null, null, null)))
                .get(0);
        assertThat(referring.row().value("x")).isEqualTo(id);
    }

    @Test
    void aRowBringsItsGivenIdAndEverybodyElseAsksForIt() {
        MappedTransform transform = transform(GIVEN, "", "{json: {c: $tenant}}");
        String uuid = "0B9F3F0E-5A0D-4A55-9A2E-6F1B1C1F7C11";
        List<Change> changes = transform.apply(insert("Clinic", row("Clinic", "c1", uuid, "North")));
        Upsert recorder = (Upsert) changes.get(0);
        Upsert page = (Upsert) changes.get(1);
        Lookup asked = lookup("c1", null);
        assertThat(recorder.key().value(0)).isEqualTo(asked);
        assertThat(recorder.row().value("id")).isEqualTo(lookup("c1", "0b9f3f0e-5a0d-4a55-9a2e-6f1b1c1f7c11"));
        assertThat(page.row().value("id")).isEqualTo(asked);
        Key legacyKey = Key.of(SOURCES.get(0).key(), "c1");
        assertThat(transform.apply(new Change.Delete(SOURCES.get(0).id(), legacyKey, null)))
                .extracting(change -> ((Change.Delete) change).key())
                .containsExactly(page.key(), recorder.key());
        assertThat(target(transform, "clinics").givenIds()).isTrue();
        assertThat(target(transform, "pages").givenIds()).isFalse();
        assertThat(target(transform, "rows").readsFrom()).containsExactly(new TableId("public", "clinics"));
        assertThat(target(transform, "pages").readsFrom()).containsExactly(new TableId("public", "clinics"));
    }

    @Test
    void aRowWithoutAGivenIdWaitsAndOneWithNonsenseIsRefused() {
        MappedTransform transform =
                transform(GIVEN.replace("uuid_id", "name").replace("}}]}", "}}], drop: [uuid_id]}"), "", "id");
        Upsert waiting = (Upsert) transform
                .apply(insert("Clinic", row("Clinic", "c1", null, null)))
                .get(0);
        assertThat(waiting.row().value("id")).isEqualTo(lookup("c1", null));
        Upsert refused = (Upsert) transform
                .apply(insert("Clinic", row("Clinic", "c1", null, "North")))
                .get(0);
        assertThat(refused.row().value("id")).isEqualTo(new Refusal("what is in name is no UUID"));
        assertThat(refused.key()).isEqualTo(waiting.key());
    }

    @Test
    void whatIsNoUuidIsRefusedWhereIdsAreKept() {
        MappedTransform transform = transform("{keys: kept, " + CLINIC.substring(1), "", "{id: clinicId, of: Clinic}");
        Upsert kept = (Upsert) transform
                .apply(insert("Clinic", row("Clinic", "f47ac10b-58cc-4372-a567-0e02b2c3d479", null, "N")))
                .get(0);
        assertThat(kept.key().value(0)).isEqualTo("f47ac10b-58cc-4372-a567-0e02b2c3d479");
        Upsert refused = (Upsert) transform
                .apply(insert("Clinic", row("Clinic", "c1", null, "N")))
                .get(0);
        assertThat(refused.row().value("id"))
                .isEqualTo(new Refusal("a legacy id of Clinic is no UUID, and its ids are kept"));
        // Its name in the quarantine leads to no row, so that a delete harms nothing.
        assertThat(refused.key().value(0)).isEqualTo(lookup("c1", null));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{id: [a]} | .id: a list is for keys of several columns (write {id: <column>} for one)",
                "{id: other, of: {by: kind}} | .of.tables: a value is missing",
                "{id: other, of: {by: kind, tables: {}}} | .of.tables: no table is named (write {<what stands in the column>: <legacy table>})",
                "{id: other, of: {by: kind, tables: {c: Clinic}, otherwise: keep}} | .of.otherwise: this is neither null nor refuse (write otherwise: null, or leave it out)",
                "{id: other, of: {by: kind, tables: {c: Clinik}}} | : table Clinik is not mapped (did you mean \"Clinic\"?)",
                "{ids: list, of: Clinik} | : table Clinik is not mapped (did you mean \"Clinic\"?)",
                "{json_ids: config} | .at: a value is missing",
                "{json_ids: config, at: {}} | .at: no place is named (write {\"$.providerId\": Provider})",
                "{json_ids: config, at: {a: Clinic}} | .at.a: this is no path into JSON (write it like $.a[0].b, $.list[*].id or $[\"odd name\"])",
                "{extract: a.b, from: config} | .extract: this is no path into JSON (write it like $.a[0].b, $.list[*].id or $[\"odd name\"])",
                "{extract: \"$.a[*]\", from: config} | .extract: a path with [*] leads to many places (name one, like [0])",
                "{extract: $.a} | .from: a value is missing",
                "{cast: a, to: bool} | .to: there is no cast to this type (known: boolean, integer, date, timestamptz)",
                "{cast: a} | .to: a value is missing",
                "{cast: a, to: date, zone: UTC} | .zone: a zone is of use with timestamptz only (leave it out)",
                "{cast: a, to: timestamptz, zone: Europe/Berlim} | .zone: there is no time zone of this name (did you mean \"Europe/Berlin\"?)",
                "{cast: a, to: timestamptz, zone: +02:00} | .zone: there is no time zone of this name (write it like Europe/Berlin)",
                "{only: [], from: a} | .only: the list is empty, so that nothing is left (name the texts that stay)",
                "{all: []} | .all: the list is empty (put at least one expression into it)",
                "{concat: []} | .concat: the list is empty (put at least one expression into it)",
                "{json: {a: {lowr: b}}} | .json.a: this is no expression, and too much like one to be an object (did you mean \"lower\"? For an object write {json: {...}})",
                "{seal: {concat: [a, $tenant]}} | .seal: account and $tenant have no text to work on (let them stand alone, or in concat, coalesce, all, required or json)",
                "{lower: {ids: list, of: User}} | : an id that is looked up in the target has no text to work on (let it stand alone, or in concat, coalesce, all, required or json)",
                "{seal: {json: {a: {ids: list, of: User}}}} | : an id that is looked up in the target has no text to work on (let it stand alone, or in concat, coalesce, all, required or json)",
            })
    void whatMakesNoSenseIsRefusedWithARemedy(String expression, String problem) {
        assertThat(problems(CLINIC, "", expression)).containsExactly("tables.Row.targets[0].columns.x" + problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "keys: computd, | there are no keys of this kind (did you mean \"computed\"?)",
                "keys: {namespace: x}, | .namespace: this is no UUID (crosswalk config namespace prints one)",
                "keys: {}, | expected one of namespace and column (write {namespace: <UUID>} or {column: <legacy column>})",
                "keys: {column: uuid}, | legacy table Pair has no column \"uuid\"",
                "keys: kept, | a key of several columns is no UUID that could be kept (say keys: named)",
                "keys: [a], | expected a text, found a list",
            })
    void keysThatMakeNoSenseAreRefused(String keys, String problem) {
        String path = problem.startsWith(".") ? "tables.Pair.keys" : "tables.Pair.keys: ";
        assertThat(problems(CLINIC, keys, "id")).contains(path + problem);
    }

    @Test
    void givenIdsHaveToBeRecordedFirstAndAlways() {
        String remedy = "tables.Clinic.keys: nothing records the ids that uuid_id holds"
                + " (let the first target have the key {id: <legacy key>}, no when, and no ids: false)";
        assertThat(problems(GIVEN.replace("table: clinics,", "table: clinics, ids: false,"), "", "id"))
                .containsExactly(remedy);
        assertThat(problems(GIVEN.replace("table: clinics,", "table: clinics, when: name,"), "", "id"))
                .containsExactly(remedy);
        assertThat(problems(GIVEN.replace("{id: {id: id}", "{id: {lower: id}"), "", "id"))
                .containsExactly(remedy);
        assertThat(problems(GIVEN, "", "{lower: {id: clinicId, of: Clinic}}")).hasSize(1);
        assertThat(problems(GIVEN, "", "{seal: {id: clinicId, of: Clinic}}")).hasSize(1);
        assertThat(problems(GIVEN, "", "{id: {id: clinicId, of: Clinic}, of: Pair}"))
                .hasSize(1);
        assertThat(problems(GIVEN, "", "{concat: [{id: clinicId, of: Clinic}, a]}"))
                .isEmpty();
    }

    @Test
    void usersHaveTheIdsOfTheirAccounts() {
        Problems problems = new Problems("x.yaml");
        Mapping mapping = MappingReader.read(
                HEAD.formatted(CLINIC, "", "id").replace("User: {", "User: {keys: {column: email}, "), problems);
        MappingCheck.against(mapping, SOURCES, problems);
        assertThat(problems.all())
                .extracting(Problem::toString)
                .containsExactly(
                        "tables.User.keys: the new id of a user is that of the account (leave keys out of this table)");
    }

    @Test
    void onlyWhatIsMadeOfSeveralLongValuesNeedsWholeImages() {
        assertThat(needsWholeImages("{id: other, of: {by: kind, tables: {c: Clinic}}}"))
                .isFalse();
        assertThat(needsWholeImages("{id: [a, b], of: Pair}")).isFalse();
        assertThat(needsWholeImages("{json_ids: config, at: {\"$.a\": Clinic}}"))
                .isFalse();
        assertThat(needsWholeImages("{extract: $.a, from: config}")).isFalse();
        assertThat(needsWholeImages("{all: [number, date]}")).isFalse();
        assertThat(needsWholeImages("{all: [number, config]}")).isTrue();
        assertThat(needsWholeImages("{json: {a: [number, {as_json: config}]}}")).isTrue();
        assertThat(needsWholeImages("{concat: [$tenant, a]}")).isTrue();
        assertThat(needsWholeImages(
                        "{id: {lower: other}, of: {by: {extract: $.a, from: config}, tables: {c: Clinic}}}"))
                .isTrue();
    }

    private static boolean needsWholeImages(String expression) {
        return transform(CLINIC, "", expression).needFullIdentity().contains(new TableId("public", "Row"));
    }

    private static Lookup lookup(String oldId, @Nullable String otherwise) {
        return new Lookup(
                IdMappings.TABLE,
                IdMappings.NEW_ID,
                IdMappings.key("Clinic", oldId),
                otherwise,
                Lookup.Absence.QUARANTINE);
    }

    private static TargetTable target(MappedTransform transform, String name) {
        return transform.targets().stream()
                .filter(table -> table.id().name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Upsert insert(String table, Row row) {
        SourceTable source = source(table);
        return new Upsert(source.id(), Operation.INSERT, row.key(source.key()), null, row, null);
    }

    private static Row row(String table, @Nullable Object... values) {
        return Row.of(source(table).columns(), values);
    }

    private static SourceTable source(String table) {
        return SOURCES.stream()
                .filter(it -> it.id().name().equals(table))
                .findFirst()
                .orElseThrow();
    }

    private static MappedTransform transform(String clinic, String keys, String expression) {
        Mapping mapping = MappingReader.read(HEAD.formatted(clinic, keys, expression), "x.yaml");
        return MappedTransform.of(mapping, SOURCES, Kamdental.NAMESPACE, Kamdental.OPEN_SEALER);
    }

    private static List<String> problems(String clinic, String keys, String expression) {
        Problems problems = new Problems("x.yaml");
        Mapping mapping = MappingReader.read(HEAD.formatted(clinic, keys, expression), problems);
        MappingCheck.against(mapping, SOURCES, problems);
        return problems.all().stream().map(Problem::toString).toList();
    }
}
