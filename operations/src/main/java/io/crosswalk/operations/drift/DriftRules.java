package io.crosswalk.operations.drift;

import io.crosswalk.operations.drift.finding.Finding;
import io.crosswalk.operations.drift.finding.Kind;
import io.crosswalk.operations.drift.finding.Verdict;
import io.crosswalk.pipeline.row.TableId;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Compares two prints and says what each difference means for a mapping. Pure. */
final class DriftRules {

    private static final String AGAIN = "Begin again: docs/starting-over.md";

    private final Baseline baseline;
    private final CatalogPrint now;
    private final MappingUse use;
    private final boolean copying;
    private final List<Finding> findings = new ArrayList<>();

    private DriftRules(Baseline baseline, CatalogPrint now, MappingUse use, boolean copying) {
        this.baseline = baseline;
        this.now = now;
        this.use = use;
        this.copying = copying;
    }

    /**
     * What has changed.
     *
     * @param copying whether rows are read under a snapshot of before: a rewrite hides them from it
     */
    static List<Finding> findings(Baseline baseline, CatalogPrint now, MappingUse use, boolean copying) {
        DriftRules rules = new DriftRules(baseline, now, use, copying);
        use.mapped().forEach(rules::mappedTable);
        rules.otherTables();
        return rules.findings;
    }

    private void mappedTable(TableId id) {
        Optional<TablePrint> before = baseline.catalog().table(id);
        Optional<TablePrint> current = now.table(id);
        if (before.isEmpty()) {
            return;
        }
        if (current.isEmpty()) {
            gone(before.get());
        } else if (current.get().oid() != before.get().oid()) {
            add(Kind.TABLE_REMADE, id, "", Verdict.STOPS, "was dropped and made again", AGAIN);
        } else {
            TablePrint after = current.get();
            wholeTable(before.get(), after);
            new ColumnRules(baseline, now, use, before.get(), after, findings).run();
        }
    }

    private void gone(TablePrint before) {
        Optional<TablePrint> renamed = now.table(before.oid());
        if (renamed.isPresent()) {
            String name = renamed.get().id().toString();
            add(
                    Kind.TABLE_RENAMED,
                    before.id(),
                    "",
                    Verdict.STOPS,
                    "was renamed to " + name,
                    "Give it its name back, or begin again: docs/starting-over.md");
        } else {
            add(Kind.TABLE_GONE, before.id(), "", Verdict.STOPS, "was dropped, or moved to another schema", AGAIN);
        }
    }

    private void wholeTable(TablePrint before, TablePrint after) {
        TableId id = after.id();
        key(before, after);
        if (!before.identity().equals(after.identity())) {
            boolean missed = baseline.needsWholeRows(id) && !after.identity().equals("f");
            add(
                    Kind.REPLICA_IDENTITY,
                    id,
                    "",
                    missed ? Verdict.STOPS : Verdict.CONTINUE,
                    "has another replica identity",
                    missed ? "The mapping needs whole old rows: set REPLICA IDENTITY FULL again" : "");
        }
        // The rows of a rewrite are younger than the snapshot, and invisible to it. VACUUM FULL keeps their age.
        if (copying && after.isStoredAnew(before) && after.wasAltered(before)) {
            add(
                    Kind.ROWS_REWRITTEN,
                    id,
                    "",
                    Verdict.STOPS,
                    "was rewritten by DDL while its rows were being copied: chunks read since may lack rows",
                    "crosswalk resync (docs/resync.md) copies what differs");
        }
    }

    private void key(TablePrint before, TablePrint after) {
        TableId id = after.id();
        if (after.key().isEmpty() && before.key().isEmpty() && !names(before).equals(names(after))) {
            add(
                    Kind.KEY,
                    id,
                    "",
                    Verdict.STOPS,
                    "has no key, and its columns, which identify its rows, have changed",
                    "Take the change back, or begin again: docs/starting-over.md");
        }
        if (!before.key().equals(after.key())) {
            add(
                    Kind.KEY,
                    id,
                    "",
                    Verdict.STOPS,
                    "has another key: " + words(after.key()) + " instead of " + words(before.key()),
                    "Give it its key back (where rows were changed meanwhile, crosswalk resync then goes on), or begin again:"
                            + " docs/starting-over.md");
        }
    }

    private static List<String> names(TablePrint table) {
        return table.columns().stream()
                .filter(column -> !column.generated())
                .map(ColumnPrint::name)
                .toList();
    }

    private static String words(List<String> key) {
        return key.isEmpty() ? "none" : "(" + String.join(", ", key) + ")";
    }

    private void otherTables() {
        Set<TableId> mapped = use.mapped();
        for (TablePrint table : now.tables()) {
            boolean known = use.names(table.id())
                    || baseline.catalog().table(table.id()).isPresent()
                    || baseline.catalog()
                            .table(table.oid())
                            .map(TablePrint::id)
                            .filter(mapped::contains)
                            .isPresent();
            if (!known) {
                add(
                        Kind.TABLE_NEW,
                        table.id(),
                        "",
                        Verdict.NEEDS_MAPPING,
                        "is new",
                        "Skip it in the mapping, or begin again with a mapping that takes it along");
            }
        }
        for (TablePrint table : baseline.catalog().tables()) {
            if (!mapped.contains(table.id())
                    && now.table(table.id()).isEmpty()
                    && now.table(table.oid()).isEmpty()) {
                add(Kind.TABLE_GONE, table.id(), "", Verdict.CONTINUE, "was dropped; it is not migrated", "");
            }
        }
    }

    private void add(Kind kind, TableId table, String column, Verdict verdict, String change, String remedy) {
        findings.add(new Finding(kind, table, column, verdict, change, remedy));
    }
}
