package io.crosswalk.transformer.mapping;

import io.crosswalk.pipeline.row.Columns;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.transformer.Kamdental;
import io.crosswalk.transformer.expression.AccountOf;
import io.crosswalk.transformer.expression.Column;
import io.crosswalk.transformer.expression.Constant;
import io.crosswalk.transformer.expression.Expression;
import io.crosswalk.transformer.expression.IdOf;
import io.crosswalk.transformer.expression.Seal;
import io.crosswalk.transformer.expression.TenantOf;
import io.crosswalk.transformer.expression.TenantRule;
import io.crosswalk.transformer.expression.TenantRule.Own;
import io.crosswalk.transformer.expression.TenantRule.Through;
import io.crosswalk.transformer.expression.condition.Coalesce;
import io.crosswalk.transformer.expression.condition.NullIf;
import io.crosswalk.transformer.expression.condition.ValueMap;
import io.crosswalk.transformer.expression.json.JsonLiteral;
import io.crosswalk.transformer.expression.json.JsonObject;
import io.crosswalk.transformer.expression.text.Concat;
import io.crosswalk.transformer.expression.text.Lower;
import io.crosswalk.transformer.expression.text.Numeric;
import io.crosswalk.transformer.expression.text.Trim;
import io.crosswalk.transformer.yaml.Problem;
import io.crosswalk.transformer.yaml.Problems;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

class MappingReaderTest {

    private static final String KNOWN =
            "(known: id, ids, json_ids, account, constant, lower, trim, concat, coalesce, map,"
                    + " null_if, only, not, all, required, numeric, cast, extract, json, as_json, seal)";
    private static final TableId OWN = new TableId("legacy", "Own");

    @Test
    void everyExpressionIsRead() {
        TargetMapping target = read("""
                        mapping: 1
                        source: legacy
                        target: app
                        tenant: {table: Clinic, column: clinic_id}
                        accounts: {table: User, match: email, target: auth.users}
                        tables:
                          Own:
                            tenant: [a, {through: b, of: other.Parent}]
                            drop: [z]
                            targets:
                              - table: own
                                key: [k, l]
                                when: {account: {trim: u}}
                                columns:
                                  k: {id: k}
                                  l: {id: l, of: Parent}
                                  account: {account: u}
                                  tenant: $tenant
                                  column: a
                                  constant: {constant: 1.50}
                                  nothing: {constant: null}
                                  lower: {lower: {trim: a}}
                                  concat: {concat: [a, {constant: " "}]}
                                  coalesce: {coalesce: [a, {account: b}]}
                                  map: {map: {x: y, gone: null}, from: a}
                                  mapped: {map: {x: y}, from: a, otherwise: null}
                                  null_if: {null_if: ["", pending], from: a}
                                  numeric: {numeric: a}
                                  json: {json: {a: a, yes: true, n: -5}, compact: true}
                                  seal: {seal: a}
                        """).tables().get(0).targets().get(0);
        Expression a = new Column("a");
        TenantRule rule = new TenantRule(List.of(new Own("a"), new Through("b", new TableId("other", "Parent"))));
        assertThat(target.table()).isEqualTo(new TableId("app", "own"));
        assertThat(target.key()).isEqualTo(Columns.of("k", "l"));
        assertThat(target.condition()).contains(new AccountOf(new Trim(new Column("u"))));
        assertThat(target.recordsIds()).isFalse();
        assertThat(target.path()).isEqualTo("tables.Own.targets[0]");
        assertThat(target.columns().values())
                .containsExactly(
                        new IdOf(new Column("k"), OWN),
                        new IdOf(new Column("l"), new TableId("legacy", "Parent")),
                        new AccountOf(new Column("u")),
                        new TenantOf(rule),
                        a,
                        new Constant("1.50"),
                        new Constant(null),
                        new Lower(new Trim(a)),
                        new Concat(List.of(a, new Constant(" "))),
                        new Coalesce(List.of(a, new AccountOf(new Column("b")))),
                        target.expression("map"),
                        new ValueMap(Map.of("x", "y"), Optional.of(new Constant(null)), a),
                        new NullIf(Set.of("", "pending"), a),
                        new Numeric(a),
                        new JsonObject(
                                Map.of("a", a, "yes", new JsonLiteral("true"), "n", new JsonLiteral("-5")), true),
                        new Seal(a));
        assertThat(((ValueMap) target.expression("map")).values()).containsEntry("gone", null);
    }

    @Test
    void idsAreRecordedForTheFirstTargetWhoseKeyIsTheNewId() {
        Mapping mapping = read("""
                mapping: 1
                tables:
                  A:
                    targets:
                      - {table: a1, columns: {id: name}}
                      - {table: a2, columns: {id: {id: id}}}
                      - {table: a3, columns: {id: {id: id}}}
                  B:
                    targets:
                      - {table: b1, ids: false, columns: {id: {id: id}}}
                      - {table: b2, columns: {id: {id: id}}}
                  C: {skip: true}
                """);
        assertThat(mapping.tables().get(0).targets())
                .extracting(TargetMapping::recordsIds)
                .containsExactly(false, true, false);
        assertThat(mapping.tables().get(1).targets())
                .extracting(TargetMapping::recordsIds)
                .containsExactly(false, true);
        assertThat(mapping.tables().get(2).skipped()).isTrue();
        assertThat(mapping.table(new TableId("public", "A")))
                .contains(mapping.tables().get(0));
        assertThat(mapping.space(new TableId("public", "A"))).isEqualTo("A");
        assertThat(mapping.space(new TableId("other", "A"))).isEqualTo("other.A");
        assertThat(mapping.seals()).isFalse();
    }

    @Test
    void everyProblemIsReportedAtOnceWithPathAndSuggestion() {
        Problems problems = new Problems("broken.yaml");
        MappingReader.read("""
                mapping: 2
                tennant: {table: Clinic, column: clinic_id}
                tables:
                  A:
                    tenant: clinicId
                    targets:
                      - table: a
                        key: uuid
                        columns:
                          id: {idd: id}
                          b: {lower: {account: b}}
                          c: true
                          d:
                          e: $tennant
                          f: {lower: x, trim: y}
                          g: {map: {a: b}}
                          h: {id: id, off: B}
                          i: [a]
                          j: {}
                          k: {null_if: pending, from: {lowr: x}}
                      - table: .b
                        ids: true
                        columns: {id: id}
                    dorp: [x]
                  B: {}
                  C: {targets: []}
                  D: {skip: true, targets: []}
                """, problems);
        assertThat(problems.all())
                .extracting(Problem::toString)
                .containsExactlyInAnyOrder(
                        "mapping: expected a whole number from 1 to 1, found \"2\"",
                        "tennant: unknown key (did you mean \"tenant\"?)",
                        "tables.A.tenant: the mapping does not say what a tenant is (add tenant: {table, column} at the top)",
                        "tables.A.targets[0].columns: the key column \"uuid\" is missing (add it, or say key: <column>)",
                        "tables.A.targets[0].columns.id: there is no expression \"idd\" (did you mean \"id\"?)",
                        "tables.A.targets[0].columns.b.lower.account: the mapping does not say what an account is"
                                + " (add accounts: {table, match, target})",
                        "tables.A.targets[0].columns.c: a plain true is no column (for a fixed value write {constant: true})",
                        "tables.A.targets[0].columns.d: nothing stands here (for null write {constant: null})",
                        "tables.A.targets[0].columns.e: this is no column (known besides columns: $tenant)",
                        "tables.A.targets[0].columns.f: several operators: lower, trim"
                                + " (put one inside the other: {lower: {trim: e}})",
                        "tables.A.targets[0].columns.g.from: a value is missing",
                        "tables.A.targets[0].columns.h.off: unknown key (did you mean \"of\"?)",
                        "tables.A.targets[0].columns.i: a list is no expression " + KNOWN,
                        "tables.A.targets[0].columns.j: the expression is empty " + KNOWN,
                        "tables.A.targets[0].columns.k.from: there is no expression \"lowr\" (did you mean \"lower\"?)",
                        "tables.A.targets[1].table: this is no table name (write table or schema.table)",
                        "tables.A.targets[1].ids: only a key that is one {id: <legacy key>} of the own table can be recorded"
                                + " (leave ids out)",
                        "tables.A.dorp: unknown key (did you mean \"drop\"?)",
                        "tables.B.targets: a value is missing",
                        "tables.C.targets: there are no targets (to leave the table behind write {skip: true})",
                        "tables.D.targets: unknown key (known here: skip)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{lower: {account: u}} | columns.x.lower: account and $tenant have no text to work on",
                "{concat: a} | columns.x.concat: expected a list",
                "{json: [a]} | columns.x.json: expected a map",
                "{json: {a: 1.5}} | columns.x.json.a: expected a whole number",
                "{id: } | columns.x.id: nothing stands here",
            })
    void expressionsThatMakeNoSenseAreRefused(String expression, String problem) {
        Problems problems = new Problems("x.yaml");
        MappingReader.read("""
                mapping: 1
                tenant: {table: T, column: t}
                accounts: {table: U, match: email, target: users}
                tables:
                  T:
                    tenant: t
                    targets: [{table: t, columns: {id: {id: id}, x: %s}}]
                """.formatted(expression), problems);
        assertThat(problems.all()).hasSize(1);
        assertThat(problems.all().get(0).toString()).startsWith("tables.T.targets[0]." + problem);
    }

    @Test
    void theBundledMappingIsRead() {
        Mapping mapping = Kamdental.mapping();
        assertThat(mapping.tables()).hasSize(13);
        assertThat(BundledMapping.text("other")).isEmpty();
    }

    private static Mapping read(String yaml) {
        return MappingReader.read(yaml, "test.yaml");
    }
}
