package io.crosswalk.operations.plan.derivation.types;

import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.postgres.structure.ColumnStructure;
import io.crosswalk.postgres.structure.QualifiedName;
import io.crosswalk.postgres.structure.TypeUse;
import io.crosswalk.transformer.expression.AccountOf;
import io.crosswalk.transformer.expression.Column;
import io.crosswalk.transformer.expression.Constant;
import io.crosswalk.transformer.expression.Expression;
import io.crosswalk.transformer.expression.IdOf;
import io.crosswalk.transformer.expression.Seal;
import io.crosswalk.transformer.expression.TenantOf;
import io.crosswalk.transformer.expression.TenantRule;
import io.crosswalk.transformer.expression.TenantRule.Own;
import io.crosswalk.transformer.expression.cast.Cast;
import io.crosswalk.transformer.expression.cast.ToBoolean;
import io.crosswalk.transformer.expression.cast.ToDate;
import io.crosswalk.transformer.expression.cast.ToInteger;
import io.crosswalk.transformer.expression.cast.ToTimestamptz;
import io.crosswalk.transformer.expression.condition.All;
import io.crosswalk.transformer.expression.condition.Coalesce;
import io.crosswalk.transformer.expression.condition.Not;
import io.crosswalk.transformer.expression.condition.NullIf;
import io.crosswalk.transformer.expression.condition.Only;
import io.crosswalk.transformer.expression.condition.Required;
import io.crosswalk.transformer.expression.condition.ValueMap;
import io.crosswalk.transformer.expression.json.AsJson;
import io.crosswalk.transformer.expression.json.Extract;
import io.crosswalk.transformer.expression.json.JsonIds;
import io.crosswalk.transformer.expression.json.JsonList;
import io.crosswalk.transformer.expression.json.JsonLiteral;
import io.crosswalk.transformer.expression.json.JsonObject;
import io.crosswalk.transformer.expression.json.JsonPath;
import io.crosswalk.transformer.expression.reference.CompositeId;
import io.crosswalk.transformer.expression.reference.IdArray;
import io.crosswalk.transformer.expression.reference.PolymorphicId;
import io.crosswalk.transformer.expression.text.Concat;
import io.crosswalk.transformer.expression.text.Lower;
import io.crosswalk.transformer.expression.text.Numeric;
import io.crosswalk.transformer.expression.text.Trim;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

class TypeDerivationTest {

    private static final TableId USERS = new TableId("public", "User");
    private static final Column NEVER_NULL = new Column("never");
    private static final Column NULLABLE = new Column("maybe");

    private final Map<String, ColumnStructure> columns = new HashMap<>();

    private static void assertDerived(TypeDerivation derive, Expression expression, String type, boolean neverNull) {
        assertThat(derive.type(expression).text()).as("type of %s", expression).isEqualTo(type);
        assertThat(derive.isNeverNull(expression))
                .as("never null: %s", expression)
                .isEqualTo(neverNull);
    }

    private TypeDerivation derivation() {
        columns.put("never", new ColumnStructure(TypeUse.builtin("character varying(10)"), null, null));
        columns.put("maybe", new ColumnStructure(TypeUse.builtin("integer"), null, null));
        return new TypeDerivation(
                columns, Set.of("never"), new TypePlacement("public", "app", Map.of("citext", "extensions")));
    }

    private void column(String name, TypeUse type) {
        columns.put(name, new ColumnStructure(type, null, null));
    }

    @Test
    void everyClassOfExpressionsHasARule() throws Exception {
        Set<Class<?>> found = new HashSet<>();
        for (String name : transformerClasses()) {
            Class<?> type = Class.forName(name);
            if (Expression.class.isAssignableFrom(type) && !type.isInterface()) {
                found.add(type);
            }
        }
        assertThat(found).hasSizeGreaterThan(20);
        assertThat(TypeDerivation.known()).isEqualTo(found);
    }

    /** The transformer is a folder of classes while one module is built, and a jar in a whole build. */
    private static List<String> transformerClasses() throws Exception {
        Path place = Path.of(Expression.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        if (Files.isDirectory(place)) {
            return classesBelow(place);
        }
        try (FileSystem jar = FileSystems.newFileSystem(place)) {
            return classesBelow(jar.getPath("/"));
        }
    }

    private static List<String> classesBelow(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root.resolve("io/crosswalk/transformer"))) {
            return files.filter(file -> file.toString().endsWith(".class"))
                    .map(file -> root.relativize(file)
                            .toString()
                            .replace(root.getFileSystem().getSeparator(), ".")
                            .replaceFirst("\\.class$", ""))
                    .toList();
        }
    }

    @Test
    void aCopiedColumnKeepsItsType() {
        assertDerived(derivation(), NEVER_NULL, "character varying(10)", true);
        assertDerived(derivation(), NULLABLE, "integer", false);
    }

    @Test
    void aTimestampGetsAZone() {
        column("precise", TypeUse.builtin("timestamp(3) without time zone"));
        column("many", TypeUse.builtin("timestamp without time zone[]"));
        column("time", TypeUse.builtin("time without time zone"));
        TypeDerivation derive = derivation();

        assertThat(derive.type(new Column("precise")).text()).isEqualTo("timestamp(3) with time zone");
        assertThat(derive.type(new Column("many")).text()).isEqualTo("timestamp with time zone[]");
        assertThat(derive.type(new Column("time")).text()).isEqualTo("time without time zone");
    }

    @Test
    void aDeclaredTypeMovesWithTheTables() {
        column("mood", new TypeUse("public.\"Mood\"[]", new QualifiedName("public", "Mood"), null, "[]"));
        column("kept", new TypeUse("types.mood", new QualifiedName("types", "mood"), null, ""));
        column("mail", new TypeUse("public.citext", new QualifiedName("public", "citext"), "citext", ""));
        TypeDerivation derive = derivation();

        assertThat(derive.type(new Column("mood")).text()).isEqualTo("\"app\".\"Mood\"[]");
        assertThat(derive.type(new Column("kept")).text()).isEqualTo("\"types\".\"mood\"");
        assertThat(derive.type(new Column("mail")).text()).isEqualTo("\"extensions\".\"citext\"");
    }

    @Test
    void whatNamesARowIsAUuid() {
        assertDerived(derivation(), new IdOf(NEVER_NULL, USERS), "uuid", true);
        assertDerived(derivation(), new IdOf(NULLABLE, USERS), "uuid", false);
        assertDerived(derivation(), new AccountOf(NULLABLE), "uuid", false);
        assertDerived(derivation(), new TenantOf(new TenantRule(List.of(new Own("maybe")))), "uuid", true);
    }

    @Test
    void constantsAreTextsOrTruthValues() {
        assertDerived(derivation(), new Constant("x"), "text", true);
        assertDerived(derivation(), new Constant("true"), "boolean", true);
        assertDerived(derivation(), new Constant(null), "text", false);
    }

    @Test
    void whatIsMadeOfTextsIsText() {
        assertDerived(derivation(), new Lower(NEVER_NULL), "text", true);
        assertDerived(derivation(), new Trim(NULLABLE), "text", false);
        assertDerived(derivation(), new Concat(List.of(NEVER_NULL, NULLABLE)), "text", false);
        assertDerived(derivation(), new Seal(NEVER_NULL), "text", true);
    }

    @Test
    void aChoiceHasTheTypeThatAllArgumentsShare() {
        assertDerived(derivation(), new Coalesce(List.of(NULLABLE, NEVER_NULL)), "text", true);
        assertDerived(derivation(), new Coalesce(List.of(NULLABLE, new Constant("0"))), "integer", true);
        assertDerived(derivation(), new Coalesce(List.of(NULLABLE, new Constant(null))), "integer", false);
        assertDerived(derivation(), new Coalesce(List.of(new Constant(null), new Constant("true"))), "boolean", true);
    }

    @Test
    void aPlaceholderMayBecomeNull() {
        assertDerived(derivation(), new NullIf(Set.of(""), NEVER_NULL), "character varying(10)", false);
        assertDerived(derivation(), new Numeric(NEVER_NULL), "numeric", false);
    }

    @Test
    void aMapIsNeverNullWhenAllItsValuesAreThere() {
        Map<String, String> values = Map.of("a", "b");
        assertDerived(derivation(), new ValueMap(values, Optional.empty(), NEVER_NULL), "text", true);
        assertDerived(derivation(), new ValueMap(values, Optional.of(new Constant(null)), NEVER_NULL), "text", false);
        assertDerived(derivation(), new ValueMap(values, Optional.empty(), NULLABLE), "text", false);
        assertDerived(
                derivation(),
                new ValueMap(Map.of("Y", "true"), Optional.of(new Constant("false")), NEVER_NULL),
                "boolean",
                true);
    }

    @Test
    void jsonIsNeverNull() {
        assertDerived(derivation(), new JsonObject(Map.of("a", NULLABLE), false), "jsonb", true);
        assertDerived(derivation(), new JsonLiteral("1"), "jsonb", true);
    }

    @Test
    void whatReadsJsonKeepsItsForm() {
        column("body", TypeUse.builtin("json"));
        TypeDerivation derive = derivation();
        JsonPath path = Objects.requireNonNull(JsonPath.parse("$.a"));

        assertDerived(derive, new JsonIds(new Column("body"), Map.of(path, USERS)), "json", false);
        assertDerived(derive, new JsonIds(NEVER_NULL, Map.of(path, USERS)), "jsonb", true);
        assertDerived(derive, new Extract(path, NEVER_NULL), "text", false);
        assertDerived(derive, new AsJson(NULLABLE), "jsonb", false);
        assertDerived(derive, new JsonList(List.of(NULLABLE)), "jsonb", true);
    }

    @Test
    void aCastHasTheTypeItNames() {
        assertDerived(derivation(), new Cast(NEVER_NULL, new ToBoolean()), "boolean", true);
        assertDerived(derivation(), new Cast(NEVER_NULL, new ToInteger()), "bigint", true);
        assertDerived(derivation(), new Cast(NULLABLE, new ToDate()), "date", false);
        assertDerived(
                derivation(), new Cast(NULLABLE, new ToTimestamptz(ZoneOffset.UTC)), "timestamp with time zone", false);
    }

    @Test
    void conditionsPassOnWhatTheyLetThrough() {
        assertDerived(derivation(), new Only(Set.of("a"), NEVER_NULL), "character varying(10)", false);
        assertDerived(derivation(), new Not(NEVER_NULL), "boolean", false);
        assertDerived(derivation(), new All(List.of(NEVER_NULL, NULLABLE)), "integer", false);
        assertDerived(derivation(), new Required(NULLABLE), "integer", true);
    }

    @Test
    void referencesOfEveryKindAreUuids() {
        assertDerived(derivation(), new CompositeId(List.of(NEVER_NULL, NULLABLE), USERS), "uuid", false);
        assertDerived(derivation(), new IdArray(NEVER_NULL, USERS), "uuid[]", true);
        assertDerived(derivation(), new PolymorphicId(NEVER_NULL, NEVER_NULL, Map.of("u", USERS), true), "uuid", true);
        assertDerived(
                derivation(), new PolymorphicId(NEVER_NULL, NEVER_NULL, Map.of("u", USERS), false), "uuid", false);
    }
}
