package io.crosswalk.operations.draft.table;

import io.crosswalk.operations.draft.legacy.LegacySchema;
import io.crosswalk.operations.draft.legacy.References;
import io.crosswalk.operations.draft.naming.Allotment.Given;
import io.crosswalk.operations.draft.naming.SnakeCase;
import io.crosswalk.operations.draft.sampling.Evidence;
import io.crosswalk.operations.draft.text.Expressions;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.postgres.CatalogTable;
import io.crosswalk.postgres.CatalogTable.Column;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Decides what a single column becomes.
 *
 * @param evidence what sampling found about columns, by table and column
 */
record ColumnDrafter(
        LegacySchema schema, References references, Decisions decisions, Map<TableId, Map<String, Evidence>> evidence) {

    private static final Pattern SECRET = Pattern.compile(
            "(.*_)?(password|passwd|secret|token|api_key|access_key|private_key|credential|credentials)(_.*)?");

    /** Whether a mapping can name a column: what begins with $ is no column there. */
    static boolean isNameable(String column) {
        return !column.isEmpty() && !column.startsWith("$");
    }

    ColumnDraft draft(CatalogTable table, Column column, Given given) {
        List<String> notes = new ArrayList<>();
        given.note().map(note -> column.name() + ": " + note).ifPresent(notes::add);
        List<TableId> parents = references.all(table.id(), column.name());
        if (!parents.isEmpty()) {
            referenceNotes(column, parents, notes);
            return new ColumnDraft(given.name(), reference(column.name(), parents.get(0)), notes);
        }
        boolean composite = table.identity().size() > 1;
        if (composite && references.isOwnId(table.id(), column.name())) {
            return new ColumnDraft(given.name(), Expressions.id(column.name()), notes);
        }
        keptNotes(table, column, notes);
        Evidence found = evidence.getOrDefault(table.id(), Map.of()).get(column.name());
        if (found != null) {
            notes.addAll(new EvidenceNotes(schema, decisions).of(column.name(), given.name(), found));
        }
        if (isSecret(column)) {
            notes.add("decide: " + column.name() + " may hold a secret; sealed it would be");
            notes.add(given.name() + ": " + Expressions.seal(column.name()));
        }
        return new ColumnDraft(given.name(), Expressions.column(column.name()), notes);
    }

    /** What a reference to a table is written as: accounts for users, ids for all others. */
    String reference(String column, TableId parent) {
        return decisions.isUserTable(parent)
                ? Expressions.account(column)
                : Expressions.id(column, schema.written(parent));
    }

    private void referenceNotes(Column column, List<TableId> parents, List<String> notes) {
        if (parents.size() > 1) {
            notes.add("decide: " + column.name() + " refers to "
                    + String.join(" and ", parents.stream().map(schema::written).toList())
                    + " at once; it can become an id of one of them only");
        }
        if (column.castType().endsWith("citext")) {
            notes.add(
                    "decide: " + column.name() + " is compared without case, but ids are computed from its exact text");
        }
    }

    private void keptNotes(CatalogTable table, Column column, List<String> notes) {
        List<TableId> gone = references.leftBehind(table.id(), column.name());
        if (!gone.isEmpty()) {
            notes.add(column.name() + " refers to " + schema.written(gone.get(0))
                    + ", which is left behind: kept as it is");
        } else if (references.hasForeignKey(table.id(), column.name())) {
            notes.add(column.name() + " refers to a unique column that is no key: kept as it is");
        }
    }

    private static boolean isSecret(Column column) {
        boolean text = column.castType().equals("text") || column.castType().startsWith("character varying");
        return text
                && !SnakeCase.of(column.name()).matches(".*(hash|digest)")
                && SECRET.matcher(SnakeCase.of(column.name())).matches();
    }
}
