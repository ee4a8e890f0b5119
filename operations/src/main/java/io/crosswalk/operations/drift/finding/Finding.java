package io.crosswalk.operations.drift.finding;

import io.crosswalk.pipeline.row.TableId;

/**
 * One change of the legacy schema. It carries names of tables, columns and labels, and no values of rows.
 *
 * @param kind what happened
 * @param table the legacy table
 * @param column the column, or the column with the enum's label; empty where the whole table is meant
 * @param verdict what it means
 * @param change what changed, as the end of a sentence that begins with table and column
 * @param remedy the way out; empty where there is nothing to do
 */
public record Finding(Kind kind, TableId table, String column, Verdict verdict, String change, String remedy) {

    /** What people call it by: {@code column-new:public.User.phone}. The same change has the same name. */
    public String name() {
        return kind.word() + ":" + subject();
    }

    /** Table and column. */
    public String subject() {
        return column.isEmpty() ? table.toString() : table + "." + column;
    }

    /** Whether somebody may say by name that it is all right. Nobody can know of rows that were not copied yet. */
    public boolean isAcceptable() {
        return verdict == Verdict.NEEDS_MAPPING || kind.isAboutValues() && !column.isEmpty();
    }

    /** In one sentence, with the way out. */
    public String text() {
        return subject() + " " + change + (remedy.isEmpty() ? "" : ". " + remedy);
    }
}
