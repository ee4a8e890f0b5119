package io.crosswalk.testbed.schema;

/** The name of a table, as the catalog spells it. */
public record TableName(String schema, String name) implements Comparable<TableName> {

    /** A table of the schema public. */
    public static TableName of(String name) {
        return new TableName("public", name);
    }

    /** As SQL writes it, always quoted. */
    public String quoted() {
        return Sql.quote(schema) + "." + Sql.quote(name);
    }

    @Override
    public int compareTo(TableName other) {
        int bySchema = schema.compareTo(other.schema);
        return bySchema != 0 ? bySchema : name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return schema + "." + name;
    }
}
