package io.crosswalk.operations.explain;

import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.pipeline.table.SourceTable;
import io.crosswalk.transformer.mapping.Mapping;
import io.crosswalk.transformer.mapping.TableMapping;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Where else an id that was not found occurs: in another table, or with other letters. */
final class NearMisses {

    private final Mapping mapping;
    private final Map<TableId, SourceTable> tables;
    private final LegacyRows rows;

    NearMisses(Mapping mapping, Map<TableId, SourceTable> tables, LegacyRows rows) {
        this.mapping = mapping;
        this.tables = tables;
        this.rows = rows;
    }

    /** One sentence for each place. */
    List<String> of(SourceTable asked, List<String> ids) throws SQLException {
        List<String> hints = new ArrayList<>();
        for (String id : ids) {
            for (TableMapping other : mapping.tables()) {
                SourceTable table = tables.get(other.source());
                if (table == null
                        || table.id().equals(asked.id())
                        || LegacyRows.key(table).size() != 1) {
                    continue;
                }
                if (rows.find(table, List.of(id)).isPresent()) {
                    hints.add("a row of " + mapping.space(table.id()) + " has the key " + id + ": crosswalk explain "
                            + mapping.space(table.id()) + " " + id);
                }
            }
        }
        String typed = ids.get(0);
        for (String variant : List.of(typed.strip(), typed.toLowerCase(Locale.ROOT))) {
            boolean other =
                    !ids.contains(variant) && LegacyRows.values(asked, variant).isPresent();
            if (other
                    && rows.find(asked, LegacyRows.values(asked, variant).orElseThrow())
                            .isPresent()) {
                hints.add("there is a row with the key " + variant);
            }
        }
        return hints.stream().distinct().toList();
    }
}
