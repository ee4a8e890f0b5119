package io.crosswalk.app.metrics;

import java.util.List;
import java.util.Locale;

/** Every metric of Crosswalk's own: its name, type, unit, help text and labels. docs/metrics.md shows this list. */
public enum MeterDefinition {
    LAG(
            "crosswalk.lag",
            Type.GAUGE,
            "seconds",
            "Age of the oldest source commit that is not in the target. Grows while the stream is stuck, stays near 0 on an idle source."),
    LAG_BYTES(
            "crosswalk.lag.bytes", Type.GAUGE, "bytes", "WAL between the source's end and the position in the ledger."),
    CANARY(
            "crosswalk.canary.latency",
            Type.GAUGE,
            "seconds",
            "How long the last token took from the source's WAL into the target's ledger, or the next one has been under way if that is longer; NaN before the first."),
    SLOT_RETAINED(
            "crosswalk.slot.retained",
            Type.GAUGE,
            "bytes",
            "WAL that the source keeps for the slot; NaN before it was asked."),
    SLOT_WAL_STATUS(
            "crosswalk.slot.wal.status",
            Type.GAUGE,
            "",
            "1 for the wal_status that pg_replication_slots shows for the slot, 0 for the others.",
            "status"),
    WAL_WARNING("crosswalk.wal.warning", Type.GAUGE, "bytes", "More WAL than this is warned of; NaN for none."),
    WAL_LIMIT("crosswalk.wal.limit", Type.GAUGE, "bytes", "More WAL than this calls the policy; NaN for none."),
    CONSISTENT(
            "crosswalk.consistent", Type.GAUGE, "", "1 when the target shows an image of one source commit, else 0."),
    CONSISTENT_IN(
            "crosswalk.consistent.in",
            Type.GAUGE,
            "bytes",
            "WAL to apply before the target shows an image of one source commit; 0 when it does, NaN before the backfill is complete."),
    TRANSACTIONS("crosswalk.transactions.applied", Type.COUNTER, "", "Source transactions applied by this process."),
    OPEN_ROWS(
            "crosswalk.open.transaction",
            Type.GAUGE,
            "rows",
            "Rows written so far of one source transaction that is applied in pieces; 0 while there is none."),
    OPEN_TIME(
            "crosswalk.open.transaction.age",
            Type.GAUGE,
            "seconds",
            "For how long it has been applied; 0 while there is none."),
    ROWS(
            "crosswalk.rows.applied",
            Type.COUNTER,
            "",
            "Rows written from the stream by this process, by target table and operation.",
            "table",
            "operation"),
    BACKFILL_ROWS("crosswalk.backfill.rows", Type.GAUGE, "rows", "Rows of a legacy table that are loaded.", "table"),
    BACKFILL_EXPECTED(
            "crosswalk.backfill.rows.expected",
            Type.GAUGE,
            "",
            "Rows that a legacy table holds: an estimate until it is loaded.",
            "table"),
    BACKFILL_THROTTLE(
            "crosswalk.backfill.throttle",
            Type.GAUGE,
            "",
            "How far the backfill yields to the source's own load: 0 for full speed, and each step halves it."),
    BATCH_ROWS("crosswalk.batch", Type.HISTOGRAM, "rows", "Target changes in one batch."),
    APPLY("crosswalk.apply", Type.HISTOGRAM, "seconds", "How long the sink took to write one batch, retries included."),
    TRANSACTION_LATENCY(
            "crosswalk.transaction.latency",
            Type.HISTOGRAM,
            "seconds",
            "From a transaction's commit in the source, by the source's clock, to its commit in the target."),
    RETRIES("crosswalk.retries", Type.COUNTER, "", "Failures that may pass and after which something was tried again."),
    QUARANTINED(
            "crosswalk.quarantined.rows",
            Type.GAUGE,
            "rows",
            "Rows in the quarantine that nobody has waived, by target table.",
            "table"),
    WAIVED(
            "crosswalk.waived.rows",
            Type.GAUGE,
            "rows",
            "Rows in the quarantine that somebody has waived, by target table.",
            "table"),
    DRIFT(
            "crosswalk.drift",
            Type.GAUGE,
            "",
            "Changes of the legacy schema that the mapping does not account for and nobody has accepted, by verdict.",
            "verdict"),
    QUARANTINE_LIMIT(
            "crosswalk.quarantine.limit",
            Type.GAUGE,
            "rows",
            "More rows than this in the quarantine, waived ones not counted, end the run; NaN for no limit."),
    REFUSED(
            "crosswalk.refused",
            Type.GAUGE,
            "ratio",
            "Share of the newest rows that were refused; rows that wait for another row do not count. NaN before the first."),
    REFUSED_LIMIT("crosswalk.refused.limit", Type.GAUGE, "ratio", "A larger share ends the run; NaN for no limit."),
    PHASE("crosswalk.phase", Type.GAUGE, "", "1 for what the migration is doing, 0 for the other phases.", "phase"),
    CONNECTED(
            "crosswalk.stream.connected", Type.GAUGE, "", "1 while a walsender of the source serves the slot, else 0.");

    /** The types of Prometheus that are used here. A histogram has a companion with the suffix _max: the largest value lately. */
    public enum Type {
        GAUGE,
        COUNTER,
        HISTOGRAM
    }

    private final String meter;
    private final Type type;
    private final String unit;
    private final String help;
    private final List<String> labels;

    MeterDefinition(String meter, Type type, String unit, String help, String... labels) {
        this.meter = meter;
        this.type = type;
        this.unit = unit;
        this.help = help;
        this.labels = List.of(labels);
    }

    /** The name as Micrometer spells it; the unit is not part of it. */
    String meter() {
        return meter;
    }

    public Type type() {
        return type;
    }

    /** The base unit; empty for plain numbers. */
    public String unit() {
        return unit;
    }

    public String help() {
        return help;
    }

    public List<String> labels() {
        return labels;
    }

    /** The name as Prometheus spells it. */
    public String prometheusName() {
        String name = meter.replace('.', '_');
        String withUnit = unit.isEmpty() || name.endsWith("_" + unit) ? name : name + "_" + unit;
        return type == Type.COUNTER ? withUnit + "_total" : withUnit;
    }

    /** This metric's line of the table in docs/metrics.md. */
    String documentation() {
        String tags = labels.isEmpty() ? "" : "{" + String.join(",", labels) + "}";
        return "| `" + prometheusName() + tags + "` | " + type.name().toLowerCase(Locale.ROOT) + " | "
                + (unit.isEmpty() ? "-" : unit) + " | " + help + " |";
    }
}
