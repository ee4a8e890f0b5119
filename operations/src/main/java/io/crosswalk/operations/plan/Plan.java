package io.crosswalk.operations.plan;

import io.crosswalk.operations.plan.ddl.Differences;
import io.crosswalk.operations.plan.ddl.Phase;
import io.crosswalk.operations.plan.ddl.Present;
import io.crosswalk.operations.plan.ddl.Step;
import io.crosswalk.operations.plan.derivation.TargetDesigner;
import io.crosswalk.operations.plan.design.DesignInput;
import io.crosswalk.operations.plan.design.ForeignKeyDesign;
import io.crosswalk.operations.plan.design.TargetDesign;

import java.util.List;

/**
 * The way of a migration's target from what it is to what the mapping wants.
 *
 * @param name the migration's name
 * @param input what the plan was made from
 * @param design what the mapping wants
 * @param present what there was
 * @param differences what is missing
 */
public record Plan(String name, DesignInput input, TargetDesign design, Present present, Differences differences) {

    /** Plans. */
    public static Plan of(DesignInput input, Present present) {
        TargetDesign design = TargetDesigner.design(input);
        return new Plan(present.migration(), input, design, present, Differences.between(design, present));
    }

    /** All six phases. */
    public List<Phase> phases() {
        return List.of(
                phase(
                        1,
                        "schema: everything but foreign keys",
                        differences.tables(),
                        "Rows written by run need nothing but this."),
                phase(
                        2,
                        "population and continuous replication",
                        List.of(),
                        "No statements: `crosswalk run` fills the tables and keeps them up to date.",
                        "On the legacy database it makes the schema crosswalk, the publication crosswalk_" + name
                                + " and the replication slot of the same name,",
                        "and the replica identities of phase-2-legacy.sql: run that file there before, to choose the hour."),
                foreignKeys(),
                phase(
                        4,
                        "accounts: every new account gets its profile",
                        differences.accounts(),
                        "Nothing in the schema auth is created or altered; the trigger is allowed on hosted Supabase."),
                phase(
                        5,
                        "row level security",
                        List.of(),
                        "No policies yet. Where the roles anon and authenticated exist, phase 1 switches row level security on for",
                        "the tables it creates: until policies come, nobody but their owner reads them."),
                phase(
                        6,
                        "cutover and clean-up",
                        differences.late(),
                        "Run this file by hand after the cutover. Migrated rows may break these constraints: the legacy database has",
                        "never looked at all rows (NOT VALID), or only at the end of a transaction (EXCLUDE), and the stream writes",
                        "several of those at once. The cutover itself is not a script; legacy tables are never dropped by Crosswalk."));
    }

    private Phase foreignKeys() {
        return new Phase(
                3,
                "foreign keys",
                List.of(
                        "`crosswalk prepare` writes them down, and `crosswalk run` builds them after the backfill.",
                        "Run this file by hand only where prepare is not used: after the backfill, outside of a transaction."),
                false,
                present.done().getOrDefault(3, List.of()),
                differences.foreignKeys().stream().map(this::step).toList());
    }

    private Phase phase(int number, String title, List<Step> missing, String... remarks) {
        return new Phase(
                number, title, List.of(remarks), true, present.done().getOrDefault(number, List.of()), missing);
    }

    /** A phase by its number. */
    public Phase phase(int number) {
        return phases().get(number - 1);
    }

    /** A foreign key as a step of phase 3. */
    public Step step(ForeignKeyDesign key) {
        return Differences.foreignKey(key);
    }

    /** What prepare would make first, for people. */
    public String firstMissing() {
        return phases().stream()
                .flatMap(phase -> phase.missing().stream())
                .map(Step::what)
                .findFirst()
                .orElse("nothing");
    }

    /** True when nothing is left to prepare. */
    public boolean isPrepared() {
        return differences.tables().isEmpty()
                && differences.foreignKeys().isEmpty()
                && differences.accounts().isEmpty();
    }
}
