package io.crosswalk.operations.draft.sampling;

import io.crosswalk.pipeline.row.TableId;

import java.util.List;

/**
 * What a sample says about one column that no foreign key leaves: whose ids its values are. It holds shares and never a value.
 *
 * @param form how the column holds ids
 * @param findings for the column, or for each JSON path that holds ids; empty when no values were ids
 * @param sampled how many values were looked at; 0 when there were none
 * @param failure why nothing was looked at; empty when something was
 */
public record Evidence(Form form, List<Finding> findings, int sampled, String failure) {

    /** How a column holds ids. */
    public enum Form {
        SINGLE,
        ARRAY,
        JSON
    }

    /** A table, and how many in a hundred sampled values are ids of it. */
    public record Match(TableId table, int percent) {}

    /**
     * One place that holds ids.
     *
     * @param path the JSON path; empty outside of JSON
     * @param sampled how many values were looked at there
     * @param matches the tables, the likeliest first; several when the values are ids of different tables
     */
    public record Finding(String path, int sampled, List<Match> matches) {

        public Finding {
            matches = List.copyOf(matches);
        }
    }

    public Evidence {
        findings = List.copyOf(findings);
    }

    static Evidence failed(Form form, String failure) {
        return new Evidence(form, List.of(), 0, failure);
    }
}
