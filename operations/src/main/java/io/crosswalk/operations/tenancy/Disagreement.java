package io.crosswalk.operations.tenancy;

import io.crosswalk.pipeline.row.TableId;

import java.util.List;

/**
 * Rows of a legacy table of which two ways lead to different tenants. The mapping takes the first way.
 *
 * @param table the legacy table
 * @param first the way that counts, as columns and tables: {@code providerId -> Provider.clinicId}
 * @param second the other way
 * @param rows how many rows
 * @param exampleKeys the legacy keys of a few of them, the smallest first
 */
public record Disagreement(TableId table, String first, String second, long rows, List<String> exampleKeys) {

    public Disagreement {
        exampleKeys = List.copyOf(exampleKeys);
    }

    /** One line for a report. */
    public String describe() {
        return table + ": " + rows + " rows belong to one tenant by " + first + " and to another by " + second
                + ", for example " + String.join("; ", exampleKeys);
    }
}
