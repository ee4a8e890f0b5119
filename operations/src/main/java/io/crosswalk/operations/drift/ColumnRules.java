package io.crosswalk.operations.drift;

import io.crosswalk.operations.drift.finding.Finding;
import io.crosswalk.operations.drift.finding.Kind;
import io.crosswalk.operations.drift.finding.Verdict;
import io.crosswalk.pipeline.row.TableId;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What changes of one migrated table's columns mean. Pure; adds to a list. */
final class ColumnRules {

    private static final String EDIT = "Correct the mapping, run crosswalk check, and start again";
    private static final String LOOK =
            "Compare the rows; where they are right: crosswalk drift accept. Else: crosswalk resync (docs/resync.md)";

    /** Types whose values keep their text when one becomes another. */
    private static final Pattern TEXTS = Pattern.compile("text|character varying|character|\"char\"|citext|name");

    private final Baseline baseline;
    private final CatalogPrint now;
    private final MappingUse use;
    private final TableId table;
    private final TablePrint before;
    private final TablePrint after;
    private final boolean storedAnew;
    private final List<Finding> findings;

    ColumnRules(
            Baseline baseline,
            CatalogPrint now,
            MappingUse use,
            TablePrint before,
            TablePrint after,
            List<Finding> findings) {
        this.baseline = baseline;
        this.now = now;
        this.use = use;
        this.table = after.id();
        this.before = before;
        this.after = after;
        this.storedAnew = after.isStoredAnew(before);
        this.findings = findings;
    }

    void run() {
        Set<String> used = new HashSet<>(use.columns(table));
        used.addAll(before.key());
        used.stream().sorted().forEach(this::usedColumn);
        for (ColumnPrint column : after.columns()) {
            if (!used.contains(column.name())) {
                unusedColumn(column);
            }
        }
        for (ColumnPrint column : before.columns()) {
            if (!used.contains(column.name()) && after.column(column.number()).isEmpty()) {
                add(Kind.COLUMN_GONE, column.name(), Verdict.CONTINUE, "was dropped; nothing is made of it", "");
            }
        }
    }

    private void usedColumn(String name) {
        Optional<ColumnPrint> current = after.column(name).filter(column -> !column.generated());
        if (current.isEmpty()) {
            missing(name);
            return;
        }
        ColumnPrint column = current.get();
        Optional<ColumnPrint> former = before.column(column.number());
        if (former.isEmpty() && before.column(name).isPresent()) {
            add(
                    Kind.COLUMN_REMADE,
                    name,
                    Verdict.STOPS,
                    "was dropped and made again: its rows lost their values without a change in the WAL",
                    "crosswalk resync (docs/resync.md) copies what differs");
        } else if (former.isEmpty() || !baseline.hasUsed(table, column.number())) {
            add(
                    Kind.COLUMN_UNREAD,
                    name,
                    Verdict.STOPS,
                    "is used by the mapping, and the rows in the target were made without it",
                    "List it under drop, or begin again: docs/starting-over.md");
        } else {
            samePlace(former.get(), column);
        }
    }

    private void missing(String name) {
        Optional<ColumnPrint> renamed = before.column(name).flatMap(column -> after.column(column.number()));
        if (renamed.isPresent() && !renamed.get().generated()) {
            add(
                    Kind.COLUMN_RENAMED,
                    name,
                    Verdict.STOPS,
                    "was renamed to " + renamed.get().name(),
                    EDIT);
        } else {
            add(Kind.COLUMN_GONE, name, Verdict.STOPS, "was dropped", EDIT);
        }
    }

    private void samePlace(ColumnPrint former, ColumnPrint column) {
        boolean altered = !former.version().equals(column.version());
        if (former.typeOid() != column.typeOid() || !former.type().equals(column.type())) {
            type(former, column);
        } else if (altered && storedAnew) {
            add(
                    Kind.ROWS_REWRITTEN,
                    column.name(),
                    Verdict.STOPS,
                    "was altered and its table rewritten: its rows may have other values, without a change in the WAL"
                            + by(column),
                    LOOK);
        }
        if (former.notNull() != column.notNull()) {
            add(
                    Kind.COLUMN_NULLS,
                    column.name(),
                    Verdict.CONTINUE,
                    column.notNull() ? "became NOT NULL" : "may be NULL now",
                    "");
        }
        if (former.hasDefault() != column.hasDefault()) {
            add(
                    Kind.COLUMN_DEFAULT,
                    column.name(),
                    Verdict.CONTINUE,
                    column.hasDefault() ? "has a default now" : "has no default any more",
                    "");
        }
        if (former.typeOid() == column.typeOid() && !former.domain().equals(column.domain())) {
            add(Kind.DOMAIN, column.name(), Verdict.CONTINUE, "has a domain with other constraints", "");
        }
        labels(former, column);
    }

    private void type(ColumnPrint former, ColumnPrint column) {
        String change = "has another type: " + column.type() + " instead of " + former.type();
        if (former.enumOid() != 0 && column.enumOid() != 0 && former.type().equals(column.type())) {
            // Prisma's way to drop a label: the rows are cast by their text.
            add(
                    Kind.COLUMN_TYPE,
                    column.name(),
                    Verdict.NEEDS_MAPPING,
                    "has another enum of the same name, " + column.type()
                            + ": its rows were cast without a change in the WAL" + by(column),
                    LOOK);
        } else if (storedAnew) {
            add(
                    Kind.COLUMN_TYPE,
                    column.name(),
                    Verdict.STOPS,
                    change + ", and its rows were rewritten without a change in the WAL" + by(column),
                    LOOK);
        } else {
            boolean sameText = family(former.type()).equals(family(column.type()));
            add(
                    Kind.COLUMN_TYPE,
                    column.name(),
                    sameText ? Verdict.CONTINUE : Verdict.NEEDS_MAPPING,
                    sameText ? change : change + by(column),
                    sameText ? "" : LOOK);
        }
    }

    // So that the next one says something else: what was accepted is this one.
    private static String by(ColumnPrint column) {
        return " (transaction " + column.version() + ")";
    }

    /** A type without its modifier; all texts are one. */
    private static String family(String type) {
        String bare = type.replaceFirst("\\([^)]*\\)", "");
        return TEXTS.matcher(bare).matches() ? "text" : bare;
    }

    private void labels(ColumnPrint former, ColumnPrint column) {
        Map<String, String> old =
                baseline.catalog().type(former.enumOid()).map(EnumPrint::labels).orElse(Map.of());
        Map<String, String> current =
                now.type(column.enumOid()).map(EnumPrint::labels).orElse(Map.of());
        if (former.enumOid() == 0 || old.isEmpty()) {
            return;
        }
        Set<String> known = Set.copyOf(old.values());
        current.entrySet().stream().sorted(Map.Entry.comparingByValue()).forEach(label -> {
            String text = label.getValue();
            String formerText = old.get(label.getKey());
            if (formerText != null && !formerText.equals(text)) {
                add(
                        Kind.LABEL_RENAMED,
                        column.name(),
                        Verdict.NEEDS_MAPPING,
                        "has the enum label " + text + " where it had " + formerText
                                + ", in rows that are there already too",
                        "Rename it in the target as well, or correct the rows there; then crosswalk drift accept");
            } else if (formerText == null && !known.contains(text)) {
                newLabel(column.name(), text);
            }
        });
    }

    private void newLabel(String column, String label) {
        boolean refused = use.refuses(table, column, label);
        add(
                Kind.LABEL_NEW,
                column,
                refused ? Verdict.NEEDS_MAPPING : Verdict.CONTINUE,
                "has the new enum label " + label + (refused ? ", which the mapping has no value for" : ""),
                refused ? EDIT + ", or crosswalk drift accept" : "");
    }

    private void unusedColumn(ColumnPrint column) {
        Optional<ColumnPrint> former = before.column(column.number());
        if (use.drops(table, column.name())) {
            return;
        }
        if (former.isEmpty()) {
            boolean arrives = !column.generated();
            add(
                    Kind.COLUMN_NEW,
                    column.name(),
                    arrives ? Verdict.NEEDS_MAPPING : Verdict.CONTINUE,
                    arrives ? "is new, and nothing is made of it" : "is new, and computed by the server",
                    arrives ? "List it under drop, or begin again with a mapping that uses it" : "");
        } else if (!former.get().name().equals(column.name())
                && !use.columns(table).contains(former.get().name())) {
            add(
                    Kind.COLUMN_RENAMED,
                    column.name(),
                    Verdict.CONTINUE,
                    "was called " + former.get().name() + "; nothing is made of it",
                    "");
        }
    }

    // Several changes of one kind to one column are one finding: its name is what people accept.
    private void add(Kind kind, String column, Verdict verdict, String change, String remedy) {
        for (int i = 0; i < findings.size(); i++) {
            Finding other = findings.get(i);
            if (other.kind() == kind
                    && other.table().equals(table)
                    && other.column().equals(column)) {
                findings.set(
                        i,
                        new Finding(
                                kind,
                                table,
                                column,
                                other.verdict().compareTo(verdict) > 0 ? other.verdict() : verdict,
                                other.change() + "; it " + change,
                                other.remedy().isEmpty() ? remedy : other.remedy()));
                return;
            }
        }
        findings.add(new Finding(kind, table, column, verdict, change, remedy));
    }
}
