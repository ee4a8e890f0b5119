package io.crosswalk.app.migration;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Values of every built-in type that a table can hold, as text: ordinary ones, and those at the edge. */
final class TypeSamples {

    /** No text is read as one of these: their input functions only raise an error, so no text can be written into them. */
    static final List<String> WITHOUT_INPUT = List.of(
            "gtsvector",
            "pg_brin_bloom_summary",
            "pg_brin_minmax_multi_summary",
            "pg_dependencies",
            "pg_mcv_list",
            "pg_ndistinct",
            "pg_node_tree");

    private final Map<String, List<String>> samples = new TreeMap<>();

    /** @param majorVersion of both servers */
    TypeSamples(int majorVersion) {
        numbers();
        texts();
        times(majorVersion);
        documents();
        geometry();
        system();
        names();
        ranges();
    }

    List<String> of(String type) {
        return samples.getOrDefault(type, List.of());
    }

    private void add(String type, String... values) {
        samples.put(type, List.of(values));
    }

    private void numbers() {
        add("bool", "t", "f");
        add("int2", "-32768", "32767", "0");
        add("int4", "-2147483648", "2147483647");
        add("int8", "-9223372036854775808", "9223372036854775807");
        add("float4", "NaN", "-Infinity", "1.17549435e-38", "3.4028235e+38", "-0", "1e-05", "0.1");
        add("float8", "NaN", "Infinity", "5e-324", "1.7976931348623157e+308", "-0", "123456789012345680", "0.1");
        add("numeric", "NaN", "Infinity", "-Infinity", "0.00", "-" + "9".repeat(700) + "." + "1".repeat(300), "1e-20");
        add("money", "-$92,233,720,368,547,758.08", "$0.05", "$1,234.56");
        add("cardinal_number", "0", "2147483647");
    }

    private void texts() {
        add("text", "", "zwölf 🦷 \"quoted\" \\ back\ttab\nline", "\\N", "NULL", "{}");
        add("varchar", "", "漢字", " edge ");
        add("bpchar", "ab   ", "", "🦷");
        add("name", "Weird \"Name\" Ü", "", "n".repeat(63));
        add("char", "a", "", "\"");
        add("bytea", "\\x", "\\x00ff10", "\\x" + "00ff".repeat(4000));
        add("bit", "1", "0101", "");
        add("varbit", "", "101010101", "0");
        add("uuid", "f47ac10b-58cc-4372-a567-0e02b2c3d479", "ffffffff-ffff-ffff-ffff-ffffffffffff");
        add("character_data", "", "x");
        add("sql_identifier", "Weird \"Name\"", "x");
        add("yes_or_no", "YES", "NO");
    }

    private void times(int majorVersion) {
        add("date", "infinity", "-infinity", "0044-03-15 BC", "5874897-12-31", "2024-02-29");
        add("time", "24:00:00", "23:59:59.999999", "00:00:00");
        add("timetz", "24:00:00-15:59", "12:30:00.5+05:30", "00:00:00+15:59:59", "12:00:00+00");
        add(
                "timestamp",
                "infinity",
                "-infinity",
                "0001-01-01 00:00:00 BC",
                "294276-12-31 23:59:59.999999",
                "1969-12-31 23:59:59.000001");
        add("timestamptz", "infinity", "-infinity", "4713-01-01 00:00:00+00 BC", "2024-02-29 23:59:59.123456+05:30");
        add("time_stamp", "2024-02-29 23:59:59.12+05:30", "infinity");
        add("interval", "-1 years -2 mons +3 days -04:05:06.7", "00:00:00", "178000000 years", "-00:00:00.000001");
        if (majorVersion >= 17) {
            add("interval", "infinity", "-infinity", "1 year -2 mons +3 days -04:05:06.7", "00:00:00");
        }
    }

    private void documents() {
        add("json", "{\"a\":  null, \"a\": 1.10}", "null", "\"\\u0000 is text here\"");
        add("jsonb", "{\"a\": null, \"b\": [null, {\"c\": null}], \"d\": \"é🦷\", \"e\": 1.10}", "[]", "\"x\"");
        add("jsonpath", "$.\"a\"[*]?(@.\"b\" > 1)", "strict $.\"x\"");
        add("xml", "<a b=\"c\">ü🦷</a>", "text only", "<a/><b/>");
        add("tsvector", "'a':1A,2B 'it''s':3", "", "'🦷'");
        add("tsquery", "'a' & !( 'b' | 'c':*A )", "'fat' <-> 'rat'", "");
    }

    private void geometry() {
        add("point", "(1.5,-2)", "(1e-05,1e+20)", "(NaN,Infinity)");
        add("lseg", "[(0,0),(1,1e-07)]", "[(-1,2),(3,4)]");
        add("path", "((0,0),(1,1e-07))", "[(0,0),(1,1),(2,0)]");
        add("box", "(1,1e+20),(0.25,2)", "(0,0),(0,0)");
        add("polygon", "((0,0),(1,1),(2,0))", "((0.1,0.2))");
        add("line", "{1,-1,0.5}", "{0,1,2}");
        add("circle", "<(1,2),3.5>", "<(0,0),0>");
        add("inet", "10.0.0.1/24", "::1", "192.168.0.1");
        add("cidr", "10.0.0.0/8", "2001:db8::/32");
        add("macaddr", "08:00:2b:01:02:03", "ff:ff:ff:ff:ff:ff");
        add("macaddr8", "08:00:2b:01:02:03:04:05", "00:00:00:00:00:00:00:00");
    }

    private void system() {
        add("oid", "0", "4294967295");
        add("tid", "(0,1)", "(4294967295,65535)");
        add("xid", "0", "4294967295");
        add("xid8", "0", "18446744073709551615");
        add("cid", "0", "4294967295");
        add("int2vector", "1 2 -3", "");
        add("oidvector", "1 4294967295", "");
        add("pg_lsn", "16/B374D848", "0/0", "FFFFFFFF/FFFFFFFF");
        add("pg_snapshot", "10:20:10,14,15", "1:1:");
        add("txid_snapshot", "10:20:10,14,15", "1:1:");
        add("refcursor", "a \"cursor\"", "");
        add("aclitem", "pg_monitor=r*w/pg_monitor", "=X/pg_monitor");
    }

    private void names() {
        add("regclass", "pg_class", "public.\"Every Type\"", "4294967295");
        add("regcollation", "\"C\"", "-");
        add("regconfig", "english", "simple");
        add("regdictionary", "simple", "english_stem");
        add("regnamespace", "pg_catalog", "public");
        add("regoper", "||/", "0");
        add("regoperator", "*(integer,integer)", "0");
        add("regproc", "boolin", "-");
        add("regprocedure", "sum(integer)", "-");
        add("regrole", "pg_monitor", "-");
        add("regtype", "integer", "double precision", "timestamp with time zone[]");
    }

    private void ranges() {
        add("int4range", "[1,5)", "empty", "(,)");
        add("int8range", "[-9223372036854775808,5)", "empty");
        add("numrange", "(1.10,NaN]", "[1,)");
        add("daterange", "[2024-01-01,infinity)", "(,2024-01-01)");
        add("tsrange", "[\"2024-01-01 00:00:00\",infinity]", "(,)");
        add("tstzrange", "[\"2024-01-01 00:00:00+05:30\",)", "empty");
        add("int4multirange", "{[1,5),[7,9)}", "{}");
        add("int8multirange", "{[1,5),[7,)}", "{}");
        add("nummultirange", "{(,1.10),[2.5,NaN]}", "{}");
        add("datemultirange", "{[2024-01-01,2024-02-01),[2024-03-01,)}", "{}");
        add("tsmultirange", "{[\"2024-01-01 00:00:00\",\"2024-01-02 00:00:00\")}", "{}");
        add("tstzmultirange", "{[\"2024-01-01 00:00:00+05:30\",)}", "{}");
    }
}
