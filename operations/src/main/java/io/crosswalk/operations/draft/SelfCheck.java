package io.crosswalk.operations.draft;

import io.crosswalk.operations.draft.legacy.LegacySchema;
import io.crosswalk.operations.draft.merge.EditedFile;
import io.crosswalk.pipeline.row.Columns;
import io.crosswalk.pipeline.table.SourceTable;
import io.crosswalk.postgres.CatalogTable;
import io.crosswalk.postgres.CatalogTable.Column;
import io.crosswalk.transformer.mapping.check.MappingCheck;
import io.crosswalk.transformer.yaml.Problem;
import io.crosswalk.transformer.yaml.Problems;

import java.util.List;
import java.util.stream.Collectors;

/** Holds a finished draft against the catalog that it was made from, as {@code run} will. */
final class SelfCheck {

    private SelfCheck() {}

    /** What is wrong with the mapping, a sentence each; nothing, unless the file had problems before. */
    static List<String> problems(String text, LegacySchema schema) {
        Problems problems = new Problems("the draft");
        MappingCheck.against(EditedFile.read("the draft", text).mapping(), sources(schema), problems);
        return problems.all().stream().map(Problem::toString).toList();
    }

    static List<SourceTable> sources(LegacySchema schema) {
        return schema.tables().values().stream().map(SelfCheck::source).toList();
    }

    private static SourceTable source(CatalogTable table) {
        return new SourceTable(
                table.id(),
                Columns.of(table.storedColumns()),
                Columns.of(table.identity()),
                table.columns().stream()
                        .filter(column -> !column.generated())
                        .collect(Collectors.toMap(Column::name, Column::type)),
                table.estimatedRows());
    }
}
