package io.crosswalk.operations.draft.table;

import io.crosswalk.operations.draft.legacy.LegacySchema;
import io.crosswalk.operations.draft.sampling.Candidate;
import io.crosswalk.operations.draft.sampling.Evidence;
import io.crosswalk.operations.draft.sampling.Evidence.Finding;
import io.crosswalk.operations.draft.sampling.Evidence.Match;
import io.crosswalk.operations.draft.text.YamlScalar;
import io.crosswalk.pipeline.row.TableId;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What sampling found about a column, with the line that would map it: for somebody to decide, never decided here. */
record EvidenceNotes(LegacySchema schema, Decisions decisions) {

    private static final int CLEAR_PERCENT = 80;

    /**
     * The comment lines.
     *
     * @param column the legacy column
     * @param target the target column
     */
    List<String> of(String column, String target, Evidence evidence) {
        List<String> notes = new ArrayList<>();
        if (!evidence.failure().isEmpty() && Candidate.isCalledId(column)) {
            notes.add("decide: " + column + " is called like an id, and was " + evidence.failure() + ": map it?");
        } else if (evidence.failure().isEmpty() && evidence.sampled() == 0 && Candidate.isCalledId(column)) {
            notes.add("decide: " + column + " is called like an id, and holds no values to tell whose: map it?");
        }
        if (!evidence.findings().isEmpty()) {
            evidence.findings().forEach(finding -> notes.add("decide: " + column + sentence(finding) + ": map it?"));
            notes.add(YamlScalar.of(target) + ": " + suggestion(column, evidence));
        }
        return notes;
    }

    private String sentence(Finding finding) {
        String shares =
                finding.matches().stream().map(match -> match.percent() + " % ").collect(Collectors.joining(" and "));
        String tables = finding.matches().stream()
                .map(match -> schema.written(match.table()))
                .collect(Collectors.joining(" and "));
        return (finding.path().isEmpty() ? "" : " at " + finding.path()) + ": " + shares.replace("%  and", "% and")
                + "of " + String.format(Locale.ROOT, "%,d", finding.sampled()) + " sampled values are ids of " + tables;
    }

    private String suggestion(String column, Evidence evidence) {
        String name = YamlScalar.of(column);
        Finding first = evidence.findings().get(0);
        return switch (evidence.form()) {
            case SINGLE -> single(name, first.matches());
            case ARRAY -> "{ ids: " + name + ", of: " + table(first.matches().get(0)) + " }";
            case JSON ->
                evidence.findings().stream()
                        .map(finding -> YamlScalar.quoted(finding.path()) + ": "
                                + table(finding.matches().get(0)))
                        .collect(Collectors.joining(", ", "{ json_ids: " + name + ", at: { ", " } }"));
        };
    }

    private String single(String name, List<Match> matches) {
        if (matches.size() == 1 || matches.get(0).percent() >= CLEAR_PERCENT) {
            TableId table = matches.get(0).table();
            return decisions.isUserTable(table)
                    ? "{ account: " + name + ", missing: quarantine }"
                    : "{ id: " + name + ", of: " + table(matches.get(0)) + ", missing: quarantine }";
        }
        // The values that tell the tables apart are rows' values: whoever decides fills them in.
        return matches.stream()
                .map(match -> "<its value for " + table(match) + ">: " + table(match))
                .collect(Collectors.joining(
                        ", ", "{ id: " + name + ", of: { by: <the column that tells the table>, tables: { ", " } } }"));
    }

    private String table(Match match) {
        return YamlScalar.of(schema.written(match.table()));
    }
}
