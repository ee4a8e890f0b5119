package io.crosswalk.app.migration;

import io.crosswalk.app.migration.TypeRoundTrip.Column;
import io.crosswalk.testbed.junit.Databases;
import io.crosswalk.testbed.junit.Legacy;
import io.crosswalk.testbed.junit.Target;
import io.crosswalk.testbed.server.Database;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

/** Types that an application makes itself or takes from extensions, types with modifiers, and values too large for a row. */
@Databases
class OwnTypesMigrationIT {

    private static final String TYPES = """
            CREATE EXTENSION citext SCHEMA public; CREATE EXTENSION hstore SCHEMA public;
            CREATE SCHEMA "Other Schema";
            CREATE TYPE public."Mood" AS ENUM ('happy', 'so so', 'it''s "bad", {really}');
            CREATE TYPE "Other Schema"."Mood" AS ENUM ('other');
            CREATE DOMAIN public.positive AS int CHECK (VALUE > 0);
            CREATE DOMAIN public.small AS public.positive CHECK (VALUE < 100);
            CREATE DOMAIN public.words AS text[] CHECK (cardinality(VALUE) < 5);
            CREATE TYPE public."Place" AS (street text, spot point, tags text[], "Mood" public."Mood");
            CREATE TYPE public.nested AS (place public."Place", places public."Place"[], small public.small);
            CREATE DOMAIN public.place_domain AS public."Place" CHECK ((VALUE).street <> 'nowhere');
            CREATE TYPE public.float_range AS RANGE (subtype = float8, multirange_type_name = public.float_ranges);
            CREATE TABLE public.part (a int, b text);""";

    private static final String PLACE =
            "ROW('a \"street\", (1)\\', '(1.5,-2)', '{a,NULL,\"b,c\"}', 'so so')::public.\"Place\"";

    private static void add(List<Column> columns, String type, String... values) {
        columns.add(new Column("column " + columns.size() + " " + type.replace('"', ' '), type, List.of(values)));
    }

    private static List<Column> own() {
        List<Column> columns = new ArrayList<>();
        add(columns, "public.\"Mood\"", "'happy'", "'it''s \"bad\", {really}'");
        add(
                columns,
                "public.\"Mood\"[]",
                "'{}'",
                "'[0:1]={so so,NULL}'",
                "ARRAY['it''s \"bad\", {really}']::public.\"Mood\"[]");
        add(columns, "\"Other Schema\".\"Mood\"", "'other'");
        add(columns, "public.positive", "1", "2147483647");
        add(columns, "public.positive[]", "'{1,NULL,3}'", "'{{1},{2}}'");
        add(columns, "public.small", "99");
        add(columns, "public.small[]", "'{99}'");
        add(columns, "public.words", "'{a,NULL}'", "'{}'");
        add(columns, "public.words[]", "ARRAY['{a,NULL}'::public.words, '{}'::public.words]");
        add(columns, "public.\"Place\"", PLACE, "ROW(NULL, NULL, NULL, NULL)", "ROW('', NULL, '{}', NULL)");
        add(columns, "public.\"Place\"[]", "ARRAY[" + PLACE + ", NULL]", "'{}'");
        add(columns, "public.nested", "ROW(" + PLACE + ", ARRAY[" + PLACE + "], 5)::public.nested");
        add(columns, "public.place_domain", PLACE);
        add(columns, "public.part", "ROW(1, 'x')::public.part");
        add(columns, "public.float_range", "'[1.5,NaN]'", "'empty'");
        add(columns, "public.float_ranges", "'{[1.5,2),(3,)}'");
        add(columns, "public.float_range[]", "ARRAY['[1.5,2)'::public.float_range, NULL]");
        add(columns, "public.citext", "'Über'", "''");
        add(columns, "public.citext[]", "'{A,NULL}'");
        add(columns, "public.hstore", "'\"a\"=>\"x, y\", \"b\"=>NULL, \"\"=>\"\"'", "''");
        add(columns, "public.hstore[]", "ARRAY['a=>1'::public.hstore, NULL]");
        return columns;
    }

    private static List<Column> withModifiers() {
        List<Column> columns = new ArrayList<>();
        add(columns, "char(3)", "'ab'", "'🦷'");
        add(columns, "char(3)[]", "'{ab,NULL}'");
        add(columns, "varchar(2)", "'zw'");
        add(columns, "varchar(2)[]", "'{zw,\"\"}'");
        add(columns, "bit(3)", "'101'");
        add(columns, "bit varying(5)[]", "'{101,\"\"}'");
        add(columns, "numeric(12,3)", "-0.100", "'NaN'");
        add(columns, "numeric(3,-2)", "12345");
        add(columns, "numeric(5,2)[]", "'{1.1,NULL}'");
        add(columns, "timestamp(0)", "'2024-01-01 00:00:01.5'", "'infinity'");
        add(columns, "timestamptz(3)", "'2024-01-01 00:00:01.5678+05:30'");
        add(columns, "timetz(2)", "'12:00:00.567-03:30'");
        add(columns, "interval year to month", "'1 year 2 mons'");
        add(columns, "interval second(2)", "'1.234'");
        add(columns, "text COLLATE \"C\"", "'x'");
        for (String name :
                List.of("Weird \"Name\" Ü", "a.b,c(d)|", "'half", "ü".repeat(31) + "x", "1 {}[]#: $", "\"")) {
            columns.add(new Column(name, "text", List.of("'x'", "''")));
        }
        return columns;
    }

    /** Random, so that compression does not bring them back into the row. */
    private static List<Column> large() {
        String random = "(SELECT string_agg(md5((g * %d)::text), '') FROM generate_series(1, 3000) g)";
        List<Column> columns = new ArrayList<>();
        add(columns, "text DEFAULT 'default'", random.formatted(3), random.formatted(5));
        add(columns, "bytea", "decode(" + random.formatted(7) + ", 'hex')");
        add(columns, "jsonb DEFAULT '{}'", "jsonb_build_object('x', " + random.formatted(11) + ")");
        add(columns, "text[]", "ARRAY[" + random.formatted(13) + ", NULL]");
        add(columns, "public.hstore", "public.hstore('k', " + random.formatted(17) + ")");
        add(columns, "public.\"Place\"", "ROW(" + random.formatted(19) + ", NULL, NULL, 'happy')::public.\"Place\"");
        add(columns, "numeric", "(repeat('7', 70000) || '.5')::numeric");
        add(columns, "tsvector", "array_to_tsvector(ARRAY(SELECT md5(g::text) FROM generate_series(1, 3000) g))");
        return columns;
    }

    @Test
    void whatAnApplicationMakesItselfArrivesAsItIs(@Legacy Database legacy, @Target Database target) throws Exception {
        roundTrip(legacy, target);
    }

    @Test
    @Databases(version = 15)
    void whatAnApplicationMakesItselfArrivesAsItIsOnFifteen(@Legacy Database legacy, @Target Database target)
            throws Exception {
        roundTrip(legacy, target);
    }

    private static void roundTrip(Database legacy, Database target) throws Exception {
        MigrationBench.execute(legacy, TYPES);
        MigrationBench.execute(target, TYPES);
        List<Column> columns = new ArrayList<>(own());
        columns.addAll(withModifiers());
        columns.addAll(large());
        new TypeRoundTrip(columns).run(legacy, target);
    }
}
