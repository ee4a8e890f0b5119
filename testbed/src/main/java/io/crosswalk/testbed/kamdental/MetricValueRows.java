package io.crosswalk.testbed.kamdental;

import io.crosswalk.testbed.kamdental.values.LegacyIds;
import io.crosswalk.testbed.kamdental.values.LegacyWords;
import org.jspecify.annotations.Nullable;

import java.sql.SQLException;
import java.util.List;
import java.util.SplittableRandom;

/** Generates the rows of "MetricValue", by far the largest table, in the order of their identifiers. For one thread. */
final class MetricValueRows {

    static final List<String> COLUMNS = List.of(
            "id",
            "date",
            "value",
            "sourceType",
            "sourceSheet",
            "externalId",
            "metadata",
            "createdAt",
            "updatedAt",
            "metricDefinitionId",
            "clinicId",
            "providerId",
            "dataSourceId");

    private static final long DAY_MILLIS = 86_400_000L;
    private static final int LARGE_EVERY = 2000;
    private static final int REPORT_EVERY = 10_000;
    private static final List<String> SOURCES = List.of("spreadsheet", "form", "calculated");

    private final LegacyDirectory directory;
    private final SplittableRandom random;
    private final LegacyIds ids;
    private final LegacyWords words;

    MetricValueRows(LegacyDirectory directory, SplittableRandom random) {
        this.directory = directory;
        this.random = random;
        this.ids = new LegacyIds(random);
        this.words = new LegacyWords(random);
    }

    /** Writes so many rows, of which exactly so many lead to no clinic at all. */
    void write(CopyRows rows, long count, long tenantless, FillProgress progress) throws SQLException {
        long step = (LegacyIds.LAST_DAY_MILLIS - LegacyIds.FIRST_DAY_MILLIS) / Math.max(1, count);
        for (long i = 0; i < count; i++) {
            long created = LegacyIds.FIRST_DAY_MILLIS + i * step + random.nextLong(Math.max(1, step));
            // The tenantless ones are spread evenly: the row where the integer part of the share grows is one.
            boolean withoutTenant = (i + 1) * tenantless / count > i * tenantless / count;
            write(rows, i, created, withoutTenant);
            if (i % REPORT_EVERY == REPORT_EVERY - 1) {
                progress.rows("MetricValue", i + 1, count);
            }
        }
    }

    private void write(CopyRows rows, long number, long created, boolean withoutTenant) throws SQLException {
        LegacyDirectory.Clinic clinic =
                directory.clinics().get(random.nextInt(directory.clinics().size()));
        boolean indirect = words.perMille(30);
        String provider = words.perMille(indirect ? 600 : 700) ? words.pick(clinic.providers()) : null;
        String source = provider == null && indirect || words.perMille(600) ? words.pick(clinic.dataSources()) : null;
        rows.text(id(number, created))
                .timestamp(created - created % DAY_MILLIS)
                .text(words.value())
                .text(words.pick(SOURCES))
                .text(words.perMille(500) ? "Sheet " + random.nextInt(1, 13) : null)
                .text(words.perMille(200) ? ids.cuid(created) : null)
                .text(metadata(number))
                .timestamp(created)
                .timestamp(created + random.nextLong(DAY_MILLIS))
                .text(words.pick(directory.definitions()))
                .text(withoutTenant || indirect ? null : clinic.id())
                .text(withoutTenant ? null : provider)
                .text(withoutTenant ? null : source)
                .endRow();
    }

    private String id(long number, long created) {
        return switch ((int) (number % 5000)) {
            case 11 -> ids.uuid();
            case 22 -> ids.nanoid();
            case 33 -> ids.cuid2();
            case 44 -> Long.toString(100_000 + number);
            case 55 -> "imported-value-" + number;
            default -> ids.cuid(created);
        };
    }

    private @Nullable String metadata(long number) {
        if (number % LARGE_EVERY == 5) {
            return words.largeMetadata();
        }
        return words.perMille(250) ? words.metadata() : null;
    }
}
