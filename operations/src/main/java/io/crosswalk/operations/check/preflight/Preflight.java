package io.crosswalk.operations.check.preflight;

import io.crosswalk.operations.check.CheckSettings;
import io.crosswalk.operations.check.Finding;
import io.crosswalk.operations.check.Inspection;
import io.crosswalk.operations.check.Side;
import io.crosswalk.operations.check.Surroundings;
import io.crosswalk.operations.check.UnreachableException;
import io.crosswalk.operations.check.preflight.CheckReport.Result;
import io.crosswalk.postgres.Failures;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs every inspection, whatever the others came to. One that cannot look is a finding itself. Reads only, and never waits long for a
 * lock. One thread.
 */
public final class Preflight {

    private final CheckSettings settings;
    private final List<Inspection> inspections;

    /** With the inspections of {@link Inspections#all}, or with fewer. */
    public Preflight(CheckSettings settings, List<Inspection> inspections) {
        this.settings = settings;
        this.inspections = List.copyOf(inspections);
    }

    /** Looks at everything. */
    public CheckReport run() {
        List<Result> results = new ArrayList<>();
        try (Surroundings surroundings = new Surroundings(settings)) {
            results.add(new Result("connections", connect(surroundings)));
            for (Inspection inspection : inspections) {
                results.add(new Result(inspection.subject(), inspect(inspection, surroundings)));
            }
        } catch (SQLException e) {
            // Only closing can still fail here, and everything has been looked at.
            return new CheckReport(settings.name(), results);
        }
        return new CheckReport(settings.name(), results);
    }

    private static List<Finding> connect(Surroundings surroundings) {
        List<Finding> findings = new ArrayList<>();
        for (Side side : List.of(surroundings.source(), surroundings.target())) {
            try {
                side.connection();
            } catch (SQLException e) {
                findings.add(Finding.blocker(
                        side.label(),
                        String.valueOf(e.getMessage()),
                        "nothing that needs the " + side.label() + " could be looked at",
                        "correct " + side.label() + ".url, its user and its password in the configuration"));
            }
        }
        return findings;
    }

    private static List<Finding> inspect(Inspection inspection, Surroundings surroundings) {
        try {
            return inspection.inspect(surroundings);
        } catch (UnreachableException e) {
            return List.of();
        } catch (SQLException e) {
            reviveIfBroken(surroundings);
            return List.of(unknown(inspection, Failures.withoutValues(e)));
        } catch (RuntimeException e) {
            return List.of(unknown(inspection, e.getClass().getSimpleName()));
        }
    }

    private static Finding unknown(Inspection inspection, String reason) {
        return Finding.warning(
                inspection.subject(),
                "could not be looked at: " + reason,
                "whether all is well here is not known",
                null);
    }

    // A session that the server ended is closed; the next inspection then opens another.
    private static void reviveIfBroken(Surroundings surroundings) {
        for (Side side : List.of(surroundings.source(), surroundings.target())) {
            try {
                Connection connection = side.connection();
                if (!connection.isValid(1)) {
                    connection.close();
                }
            } catch (SQLException e) {
                // The next inspection that needs this side will say so.
                continue;
            }
        }
    }
}
