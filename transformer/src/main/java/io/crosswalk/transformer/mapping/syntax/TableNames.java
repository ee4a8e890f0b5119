package io.crosswalk.transformer.mapping.syntax;

import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.transformer.yaml.YamlNode;

/** How a mapping names tables: {@code name} in the default schema, or {@code schema.name}. */
public final class TableNames {

    private TableNames() {}

    public static TableId parse(String name, String defaultSchema) {
        int dot = name.indexOf('.');
        return dot < 0
                ? new TableId(defaultSchema, name)
                : new TableId(name.substring(0, dot), name.substring(dot + 1));
    }

    /** The table that a node names; reports what is no name. */
    public static TableId read(YamlNode node, String defaultSchema) {
        String name = node.text();
        TableId id = parse(name, defaultSchema);
        if (node.isPresent()
                && node.kind() != YamlNode.Kind.LIST
                && (id.schema().isEmpty() || id.name().isEmpty())) {
            node.report("this is no table name", "write table or schema.table");
        }
        return id;
    }
}
