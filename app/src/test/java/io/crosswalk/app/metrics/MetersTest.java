package io.crosswalk.app.metrics;

import io.crosswalk.app.SampleStatus;
import io.crosswalk.app.metrics.MeterDefinition.Type;
import io.crosswalk.app.status.RunPhase;
import io.crosswalk.app.status.SlotHealth;
import io.crosswalk.app.status.StatusBoard;
import io.crosswalk.operations.quarantine.QuarantineSummary;
import io.crosswalk.pipeline.Sink;
import io.crosswalk.pipeline.SinkException;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.pipeline.transaction.Batch;
import io.crosswalk.pipeline.transaction.Change;
import io.crosswalk.pipeline.transaction.Position;
import io.crosswalk.pipeline.transaction.Receipt;
import io.crosswalk.pipeline.transaction.Transaction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class MetersTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-02T03:04:05Z"), ZoneOffset.UTC);

    private final StatusBoard board = SampleStatus.streaming(CLOCK);
    private final Meters meters = new Meters(board);

    @AfterEach
    void close() {
        meters.close();
    }

    @Test
    void aScrapeShowsWhatTheBoardSays() {
        assertThat(meters.scrape().lines())
                .contains(
                        "crosswalk_lag_seconds 0.012",
                        "crosswalk_lag_bytes 16.0",
                        "crosswalk_canary_latency_seconds 0.012",
                        "crosswalk_slot_retained_bytes 4096.0",
                        "crosswalk_slot_wal_status{status=\"reserved\"} 1.0",
                        "crosswalk_slot_wal_status{status=\"lost\"} 0.0",
                        "crosswalk_transactions_applied_total 3.0",
                        "crosswalk_rows_applied_total{operation=\"insert\",table=\"public.goals\"} 7.0",
                        "crosswalk_backfill_rows{table=\"public.MetricValue\"} 500.0",
                        "crosswalk_backfill_rows_expected{table=\"public.MetricValue\"} 2000.0",
                        "crosswalk_retries_total 1.0",
                        "crosswalk_quarantined_rows{table=\"public.goals\"} 3.0",
                        "crosswalk_waived_rows{table=\"public.goals\"} 1.0",
                        "crosswalk_waived_rows{table=\"public.clinics\"} 2.0",
                        "crosswalk_open_transaction_rows 50.0",
                        "crosswalk_open_transaction_age_seconds 0.0",
                        "crosswalk_quarantine_limit_rows 500.0",
                        "crosswalk_refused_ratio 0.025",
                        "crosswalk_refused_limit_ratio 0.2",
                        "crosswalk_phase{phase=\"streaming\"} 1.0",
                        "crosswalk_phase{phase=\"backfill\"} 0.0",
                        "crosswalk_stream_connected 1.0");
    }

    @Test
    void laterScrapesShowLaterValues() {
        meters.scrape();
        board.enter(RunPhase.PAUSED);
        board.quarantine(QuarantineSummary.EMPTY);
        board.source(Position.parse("0/1A2B4C"), new SlotHealth(8192, "lost", false));
        board.loaded(SampleStatus.VALUES, 10, false);

        assertThat(meters.scrape().lines())
                .contains(
                        "crosswalk_phase{phase=\"paused\"} 1.0",
                        "crosswalk_phase{phase=\"streaming\"} 0.0",
                        "crosswalk_quarantined_rows{table=\"public.goals\"} 0.0",
                        "crosswalk_waived_rows{table=\"public.goals\"} 0.0",
                        "crosswalk_slot_wal_status{status=\"lost\"} 1.0",
                        "crosswalk_stream_connected 0.0",
                        "crosswalk_backfill_rows{table=\"public.MetricValue\"} 510.0");
    }

    @Test
    void aCanaryThatDoesNotComeBackGrowsWithTheLag() {
        board.lag(Duration.ofSeconds(90));

        assertThat(meters.scrape().lines()).contains("crosswalk_canary_latency_seconds 90.0");
    }

    @Test
    void aMeteredSinkMeasuresBatchesAndFeedsTheBoard() throws InterruptedException {
        Receipt receipt = new Receipt(Position.parse("0/20"), CLOCK.instant(), 1, Map.of(), List.of(), 0, 0);
        Batch batch = batch();
        List<Batch> seen = new ArrayList<>();

        try (Sink sink = new MeteredSink(recording(seen, receipt), board, meters, CLOCK)) {
            assertThat(sink.write(batch)).isSameAs(receipt);
        }

        assertThat(seen).containsExactly(batch);
        assertThat(board.status().transactions()).isEqualTo(4);
        // The first transaction was in the ledger already, so only the second one's latency counts.
        assertThat(meters.scrape().lines())
                .contains(
                        "crosswalk_apply_seconds_count 1",
                        "crosswalk_batch_rows_sum 3.0",
                        "crosswalk_transaction_latency_seconds_count 1",
                        "crosswalk_transaction_latency_seconds_sum 0.04",
                        "crosswalk_transaction_latency_seconds_bucket{le=\"0.05\"} 1");
    }

    @Test
    void aMeteredSinkLetsFailuresPass() {
        Sink failing = new Sink() {
            @Override
            public Receipt write(Batch batch) {
                throw SinkException.lasting("no", null);
            }

            @Override
            public void close() {}
        };

        assertThatThrownBy(() -> new MeteredSink(failing, board, meters, CLOCK).write(batch()))
                .isInstanceOf(SinkException.class);
        assertThat(board.status().transactions()).isEqualTo(3);
    }

    @Test
    void theRegistryHasExactlyTheDefinedMetricsAndTheJvms() {
        Map<String, String> found = types(meters.scrape());

        Map<String, String> defined = new TreeMap<>();
        for (MeterDefinition definition : MeterDefinition.values()) {
            String type = definition.type().name().toLowerCase(Locale.ROOT);
            defined.put(definition.prometheusName(), type);
            if (definition.type() == Type.HISTOGRAM) {
                defined.put(definition.prometheusName() + "_max", "gauge");
            }
        }
        assertThat(found.entrySet().stream().filter(entry -> entry.getKey().startsWith("crosswalk_")))
                .containsExactlyInAnyOrderElementsOf(defined.entrySet());
        Set<String> used = new TreeSet<>();
        for (String name : found.keySet()) {
            if (!name.startsWith("crosswalk_")) {
                List<String> families = JvmMeters.families().keySet().stream()
                        .filter(name::startsWith)
                        .toList();
                assertThat(families).as(name).hasSize(1);
                used.addAll(families);
            }
        }
        assertThat(used).isEqualTo(JvmMeters.families().keySet());
    }

    @Test
    void everyHelpTextAndLabelIsInTheRegistry() {
        String scrape = meters.scrape();

        for (MeterDefinition definition : MeterDefinition.values()) {
            assertThat(scrape).contains("# HELP " + definition.prometheusName() + " " + definition.help());
            for (String label : definition.labels()) {
                assertThat(scrape.lines().filter(line -> line.startsWith(definition.prometheusName() + "{")))
                        .isNotEmpty()
                        .allMatch(line -> line.contains(label + "=\""));
            }
        }
    }

    @Test
    void thePageListsExactlyTheDefinedMetrics() throws IOException {
        List<String> page = Files.readAllLines(Path.of("../docs/metrics.md"));

        assertThat(page.stream().filter(line -> line.startsWith("| `crosswalk_")))
                .containsExactly(Arrays.stream(MeterDefinition.values())
                        .map(MeterDefinition::documentation)
                        .toArray(String[]::new));
        assertThat(page.stream().filter(line -> line.matches("\\| `(jvm|process|system)_.*")))
                .containsExactlyElementsOf(JvmMeters.families().entrySet().stream()
                        .map(family -> "| `" + family.getKey() + "*` | " + family.getValue() + " |")
                        .toList());
    }

    @Test
    void theAlertRulesAskOnlyForMetricsThatExist() throws IOException {
        String rules = Files.readString(Path.of("../deploy/prometheus/alerts.yml"));
        Set<String> defined = Arrays.stream(MeterDefinition.values())
                .map(MeterDefinition::prometheusName)
                .collect(Collectors.toSet());

        Set<String> asked = Pattern.compile("crosswalk_[a-z_]+")
                .matcher(rules)
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toSet());

        assertThat(asked).isNotEmpty().isSubsetOf(defined);
    }

    private static Map<String, String> types(String scrape) {
        return scrape.lines()
                .filter(line -> line.startsWith("# TYPE "))
                .map(line -> line.split(" "))
                .collect(Collectors.toMap(words -> words[2], words -> words[3]));
    }

    private static Batch batch() {
        Change truncate = new Change.Truncate(new TableId("public", "goals"));
        return new Batch(List.of(
                new Transaction(
                        1, Position.parse("0/10"), CLOCK.instant().minusMillis(900), List.of(truncate), List.of()),
                new Transaction(
                        2,
                        Position.parse("0/20"),
                        CLOCK.instant().minusMillis(40),
                        List.of(truncate, truncate),
                        List.of())));
    }

    private static Sink recording(List<Batch> seen, Receipt receipt) {
        return new Sink() {
            @Override
            public Receipt write(Batch batch) {
                seen.add(batch);
                return receipt;
            }

            @Override
            public void close() {}
        };
    }
}
