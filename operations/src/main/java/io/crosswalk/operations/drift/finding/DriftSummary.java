package io.crosswalk.operations.drift.finding;

import java.util.List;

/**
 * Everything that has changed in the legacy schema and is not accounted for.
 *
 * @param findings the gravest first
 */
public record DriftSummary(List<SeenFinding> findings) {

    public static final DriftSummary NONE = new DriftSummary(List.of());

    public DriftSummary {
        findings = List.copyOf(findings);
    }

    /** Those that nobody has accepted. */
    public long open(Verdict verdict) {
        return findings.stream()
                .filter(seen -> !seen.isAccepted() && seen.finding().verdict() == verdict)
                .count();
    }

    public long accepted() {
        return findings.stream().filter(SeenFinding::isAccepted).count();
    }

    /** What a cutover has to wait for. */
    public List<SeenFinding> blockingCutover() {
        return findings.stream().filter(SeenFinding::blocksCutover).toList();
    }

    /** What the stream must not go on past. */
    public List<SeenFinding> stopping() {
        return findings.stream().filter(SeenFinding::stops).toList();
    }
}
