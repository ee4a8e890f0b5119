package io.crosswalk.operations.drift;

import io.crosswalk.pipeline.row.TableId;

import java.util.List;
import java.util.Optional;

/** The legacy schemas at one moment: what drift is measured against. Immutable. */
public record CatalogPrint(List<TablePrint> tables, List<EnumPrint> enums) {

    public CatalogPrint {
        tables = List.copyOf(tables);
        enums = List.copyOf(enums);
    }

    Optional<TablePrint> table(TableId id) {
        return tables.stream().filter(table -> table.id().equals(id)).findFirst();
    }

    Optional<TablePrint> table(long oid) {
        return tables.stream().filter(table -> table.oid() == oid).findFirst();
    }

    Optional<EnumPrint> type(long oid) {
        return enums.stream().filter(type -> type.oid() == oid).findFirst();
    }
}
