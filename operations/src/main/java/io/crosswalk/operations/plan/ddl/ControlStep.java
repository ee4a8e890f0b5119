package io.crosswalk.operations.plan.ddl;

import io.crosswalk.postgres.Identifiers;
import io.crosswalk.sink.ledger.ControlSchema;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The step that makes Crosswalk's own schema. */
final class ControlStep {

    private static final String SCHEMA = "crosswalk";

    private ControlStep() {}

    /** Empty when all of it is there. */
    static Optional<Step> of(Present present) {
        List<String> missing = ControlSchema.tables().stream()
                .filter(table -> !present.hasRelation(SCHEMA, table))
                .toList();
        if (missing.isEmpty()) {
            return Optional.empty();
        }
        boolean noSchema = !present.schemas().structure().schemas().contains(SCHEMA);
        // On the source's side the schema may be there for the heartbeat alone.
        boolean noFunctions = !present.hasRelation(SCHEMA, "id_mappings");
        String tables = missing.stream()
                .map(table -> SCHEMA + "." + Identifiers.quote(table))
                .collect(Collectors.joining(", "));
        String functions = ControlSchema.functions().stream()
                .map(function -> SCHEMA + "." + function)
                .collect(Collectors.joining(", "));
        String undo = """
                    IF to_regclass('crosswalk.ledger') IS NOT NULL AND EXISTS (SELECT FROM crosswalk.ledger) THEN
                        RAISE EXCEPTION 'a migration has begun: its ledger is in the schema crosswalk, and nothing is rolled back';
                    END IF;
                    -- Another migration into this database may have been prepared since.
                    IF to_regclass('crosswalk.prepared') IS NULL
                        OR NOT EXISTS (SELECT FROM crosswalk.prepared WHERE name <> %s) THEN
                %s        DROP TABLE %s;
                %s    END IF;
                """.formatted(
                        Identifiers.literal(present.migration()),
                        noFunctions ? "        DROP FUNCTION " + functions + ";\n" : "",
                        tables,
                        noSchema ? "        DROP SCHEMA crosswalk;\n" : "");
        return Optional.of(new Step(
                "Crosswalk's own tables and key functions",
                ControlSchema.script().strip(),
                Guards.block(undo)));
    }
}
