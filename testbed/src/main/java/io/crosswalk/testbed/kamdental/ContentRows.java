package io.crosswalk.testbed.kamdental;

import io.crosswalk.testbed.kamdental.values.LegacyIds;
import io.crosswalk.testbed.kamdental.values.LegacyWords;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/** Generates the rows of column mappings, goals, dashboards, widgets, and the many-to-many pairs. For one thread. */
final class ContentRows {

    private static final long DAY_MILLIS = 86_400_000L;
    private static final int GOALS_PER_CLINIC = 6;
    private static final int WIDGETS_PER_DASHBOARD = 4;
    private static final List<String> WIDGETS = List.of("chart", "counter", "table");
    private static final List<String> CHARTS = List.of("line", "bar", "pie");
    private static final List<String> PERIODS = List.of("monthly", "quarterly", "yearly");

    private final LegacyDirectory directory;
    private final SplittableRandom random;
    private final LegacyIds ids;
    private final LegacyWords words;
    private final List<String> dashboards = new ArrayList<>();

    ContentRows(LegacyDirectory directory, SplittableRandom random) {
        this.directory = directory;
        this.random = random;
        this.ids = new LegacyIds(random);
        this.words = new LegacyWords(random);
    }

    /** id, columnName, transformationRule, dataSourceId, metricDefinitionId, createdAt, updatedAt. */
    void columnMappings(CopyRows rows) throws SQLException {
        for (LegacyDirectory.Clinic clinic : directory.clinics()) {
            for (String source : clinic.dataSources()) {
                for (int column = 0; column < 4; column++) {
                    rows.text(ids.cuid())
                            .text("Column " + (char) ('A' + column))
                            .text(words.perMille(500) ? null : "trim | number")
                            .text(source)
                            .text(words.pick(directory.definitions()));
                    end(rows);
                }
            }
        }
    }

    /** id, timePeriod, startDate, endDate, targetValue, metricDefinitionId, clinicId, providerId, createdAt, updatedAt. */
    void goals(CopyRows rows) throws SQLException {
        int number = 0;
        for (LegacyDirectory.Clinic clinic : directory.clinics()) {
            for (int i = 0; i < GOALS_PER_CLINIC; i++) {
                long start = someTime();
                start -= start % DAY_MILLIS;
                // Some goals lead to their clinic through the provider only.
                boolean indirect = number % 17 == 3;
                rows.text(number % 50 == 9 ? ids.nanoid() : ids.cuid(start))
                        .text(words.pick(PERIODS))
                        .timestamp(start)
                        .timestamp(start + 90 * DAY_MILLIS)
                        .text(words.value())
                        .text(words.pick(directory.definitions()))
                        .text(indirect ? null : clinic.id())
                        .text(indirect || words.perMille(500) ? words.pick(clinic.providers()) : null);
                end(rows);
                number++;
            }
        }
    }

    /** id, name, isDefault, layoutConfig, userId, createdAt, updatedAt. To be called before the widgets. */
    void dashboards(CopyRows rows) throws SQLException {
        for (LegacyDirectory.Clinic clinic : directory.clinics()) {
            for (String user : clinic.users()) {
                int count = words.perMille(500) ? 2 : 1;
                for (int i = 0; i < count; i++) {
                    int number = dashboards.size();
                    String id = number == 3 ? ids.cuid2() : ids.cuid();
                    dashboards.add(id);
                    rows.text(id)
                            .text(words.metric() + " of " + words.person())
                            .flag(i == 0)
                            .text(number % 6 == 4 ? null : words.layout(number % 10 == 1))
                            .text(user);
                    end(rows);
                }
            }
        }
    }

    /**
     * id, widgetType, chartType, positionX, positionY, width, height, config, dashboardId, metricDefinitionId,
     * createdAt, updatedAt.
     */
    void widgets(CopyRows rows) throws SQLException {
        for (String dashboard : dashboards) {
            for (int i = 0; i < WIDGETS_PER_DASHBOARD; i++) {
                boolean chart = words.perMille(600);
                rows.text(words.perMille(5) ? ids.uuid() : ids.cuid())
                        .text(chart ? "chart" : words.pick(WIDGETS))
                        .text(chart ? words.pick(CHARTS) : null)
                        .number(i % 2 * 6)
                        .number(i / 2 * 4)
                        .number(random.nextInt(1, 12))
                        .number(random.nextInt(1, 8))
                        .text(words.perMille(300) ? null : words.widgetConfig())
                        .text(dashboard)
                        .text(words.perMille(100) ? null : words.pick(directory.definitions()));
                end(rows);
            }
        }
    }

    /** A (metric definition), B (provider). */
    void pairs(CopyRows rows) throws SQLException {
        for (LegacyDirectory.Clinic clinic : directory.clinics()) {
            for (String provider : clinic.providers()) {
                Set<String> definitions = new LinkedHashSet<>();
                for (int i = 0; i < 5; i++) {
                    definitions.add(words.pick(directory.definitions()));
                }
                for (String definition : definitions) {
                    rows.text(definition).text(provider).endRow();
                }
            }
        }
    }

    /** id, payload, createdAt. */
    void scratch(CopyRows rows) throws SQLException {
        for (int i = 0; i < 20; i++) {
            rows.text(ids.cuid())
                    .text(i % 5 == 0 ? null : words.metadata())
                    .timestamp(someTime())
                    .endRow();
        }
    }

    /** id, checksum, migration_name, applied_steps_count, started_at, finished_at. */
    void migrations(CopyRows rows) throws SQLException {
        int number = 0;
        for (String name : List.of("init", "add_goals", "add_widgets", "add_data_source_tokens")) {
            long started = LegacyIds.FIRST_DAY_MILLIS + number * 30 * DAY_MILLIS;
            rows.text(ids.uuid())
                    .text(String.format("%016x", random.nextLong()).repeat(4))
                    .text("2021010" + (number + 1) + "000000_" + name)
                    .number(1)
                    // With the zone: the only columns of the legacy database that have one.
                    .text(Instant.ofEpochMilli(started).toString())
                    .text(Instant.ofEpochMilli(started + 2_000).toString())
                    .endRow();
            number++;
        }
    }

    private long someTime() {
        return random.nextLong(LegacyIds.FIRST_DAY_MILLIS, LegacyIds.LAST_DAY_MILLIS);
    }

    private void end(CopyRows rows) throws SQLException {
        long created = someTime();
        rows.timestamp(created)
                .timestamp(created + random.nextLong(1_000_000_000L))
                .endRow();
    }
}
