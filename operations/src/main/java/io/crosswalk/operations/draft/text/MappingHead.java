package io.crosswalk.operations.draft.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The first lines of the mapping in a draft, up to {@code tables:}.
 *
 * @param sourceSchema the default schema of legacy tables
 * @param tenant the tenants as YAML; empty when nobody named them
 * @param accounts the accounts as YAML; empty when nobody named the users
 * @param remarks comment lines about what was left out and who the tenants and users may be
 */
public record MappingHead(
        String sourceSchema, Optional<String> tenant, Optional<String> accounts, List<String> remarks) {

    /** The lines, to be indented below {@code mapping:}. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>(List.of(
                "mapping: 1",
                "source: " + YamlScalar.of(sourceSchema),
                "target: public",
                "# A timestamp without time zone becomes timestamptz and is read as UTC. Where a column is in another zone, write",
                "# { cast: thatColumn, to: timestamptz, zone: Europe/Berlin } in place of its name."));
        lines.addAll(CommentText.lines(remarks));
        tenant.ifPresent(it -> lines.add("tenant: " + it));
        accounts.ifPresent(it -> lines.add("accounts: " + it));
        lines.add("tables:");
        return lines;
    }
}
