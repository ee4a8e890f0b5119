package io.crosswalk.operations.plan.ddl;

import io.crosswalk.operations.plan.design.ForeignKeyDesign;
import io.crosswalk.operations.plan.design.LateConstraint;
import io.crosswalk.operations.plan.design.ProfileTrigger;
import io.crosswalk.operations.plan.design.TableDesign;
import io.crosswalk.operations.plan.design.TargetDesign;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.postgres.Identifiers;
import io.crosswalk.postgres.structure.CheckConstraint;
import io.crosswalk.postgres.structure.ExclusionConstraint;
import io.crosswalk.postgres.structure.QualifiedName;
import io.crosswalk.postgres.structure.Structure;
import io.crosswalk.postgres.structure.TableStructure;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a target lacks, phase by phase, and what in it contradicts the mapping. Made for one design and one look at the target.
 *
 * @param tables the steps of phase 1
 * @param foreignKeys what phase 3 adds
 * @param accounts the steps of phase 4
 * @param late the steps of phase 6
 * @param conflicts what somebody has to change, with the remedy; while there are any, nothing is applied
 * @param notes what the reader should know
 */
public record Differences(
        List<Step> tables,
        List<ForeignKeyDesign> foreignKeys,
        List<Step> accounts,
        List<Step> late,
        List<String> conflicts,
        List<String> notes) {

    public Differences {
        tables = List.copyOf(tables);
        foreignKeys = List.copyOf(foreignKeys);
        accounts = List.copyOf(accounts);
        late = List.copyOf(late);
        conflicts = List.copyOf(conflicts);
        notes = List.copyOf(notes);
    }

    /** Compares. */
    public static Differences between(TargetDesign design, Present present) {
        Structure there = present.schemas().structure();
        List<String> conflicts = new ArrayList<>(design.problems());
        List<String> notes = new ArrayList<>();
        List<Step> tables = new ArrayList<>();
        ControlStep.of(present).ifPresent(tables::add);
        tables.addAll(new TypeSteps(design, there, conflicts).steps());
        tables.addAll(new TableDifferences(design, present, conflicts, notes).steps());
        auth(design, present, conflicts);
        return new Differences(
                tables,
                foreignKeys(design, present),
                accounts(design, present, notes),
                late(design, present),
                conflicts,
                notes);
    }

    private static void auth(TargetDesign design, Present present, List<String> conflicts) {
        List<TableId> missing =
                design.authTables().stream().filter(id -> !present.has(id)).toList();
        if (!missing.isEmpty()) {
            conflicts.add(
                    "the mapping writes "
                            + missing.stream().map(TableId::toString).collect(Collectors.joining(", "))
                            + ", which the target does not have. The schema auth belongs to Supabase Auth and is never created here: name a"
                            + " Supabase database as the target, or let the Auth service run its own migrations on this one first");
        }
    }

    private static List<ForeignKeyDesign> foreignKeys(TargetDesign design, Present present) {
        Set<TableId> foreign = design.tables().stream()
                .map(TableDesign::id)
                .filter(id -> present.has(id) && !present.isDone(1, "table " + id))
                .collect(Collectors.toSet());
        return design.foreignKeys().stream()
                .filter(key -> !foreign.contains(key.table()))
                .filter(key -> !isThere(key, present))
                .filter(key -> !present.isDone(3, foreignKey(key).what()))
                .toList();
    }

    private static List<Step> late(TargetDesign design, Present present) {
        return design.late().stream()
                .filter(constraint -> !isThere(constraint, present))
                .map(constraint ->
                        TableSteps.constraint(constraint.table(), constraint.name(), constraint.definition()))
                .toList();
    }

    private static boolean isThere(LateConstraint constraint, Present present) {
        TableStructure table = present.schemas().structure().table(constraint.table());
        return Stream.of(
                        table.checks().stream().map(CheckConstraint::name),
                        table.exclusions().stream().map(ExclusionConstraint::name),
                        table.actions().keySet().stream())
                .flatMap(names -> names)
                .anyMatch(constraint.name()::equals);
    }

    private static boolean isThere(ForeignKeyDesign key, Present present) {
        return present.schemas().catalog().table(key.table()).stream()
                .flatMap(table -> table.foreignKeys().stream())
                .anyMatch(it ->
                        it.columns().equals(key.columns()) && it.referenced().equals(key.referenced()));
    }

    /** A foreign key as statements that lock its tables only for moments. */
    public static Step foreignKey(ForeignKeyDesign key) {
        String table = Identifiers.quote(key.table());
        String name = Identifiers.quote(key.name());
        return new Step(
                "foreign key " + key.name() + " of " + key.table(),
                "ALTER TABLE " + table + " ADD CONSTRAINT " + name + " " + key.definition()
                        + " NOT VALID;\nALTER TABLE " + table + " VALIDATE CONSTRAINT " + name + ";",
                "ALTER TABLE IF EXISTS " + table + " DROP CONSTRAINT IF EXISTS " + name + ";");
    }

    private static List<Step> accounts(TargetDesign design, Present present, List<String> notes) {
        List<Step> steps = new ArrayList<>();
        design.profiles().ifPresent(trigger -> {
            Structure there = present.schemas().structure();
            QualifiedName function = new QualifiedName(trigger.profiles().schema(), ProfileTrigger.FUNCTION);
            boolean hasTrigger =
                    there.triggers().getOrDefault(trigger.accounts(), Set.of()).contains(ProfileTrigger.NAME);
            boolean ours = present.isDone(4, ProfileSteps.function(trigger).what());
            if (there.functions().contains(function) && !ours) {
                notes.add("function " + function + " exists already and is left as it is: see that it writes "
                        + trigger.profiles() + " with ON CONFLICT DO NOTHING");
                return;
            }
            if (!there.functions().contains(function)) {
                steps.add(ProfileSteps.function(trigger));
            }
            if (hasTrigger && !present.isDone(4, ProfileSteps.trigger(trigger).what())) {
                notes.add("trigger " + ProfileTrigger.NAME + " on " + trigger.accounts()
                        + " exists already and is left as it is");
            } else if (!hasTrigger) {
                steps.add(ProfileSteps.trigger(trigger));
            }
        });
        return steps;
    }
}
