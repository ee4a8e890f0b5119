package io.crosswalk.operations.check.data;

import io.crosswalk.operations.check.Finding;
import io.crosswalk.operations.check.Inspection;
import io.crosswalk.operations.check.Surroundings;
import io.crosswalk.operations.tenancy.Disagreement;
import io.crosswalk.operations.tenancy.TenantDisagreements;

import java.sql.SQLException;
import java.util.List;

/** Rows that one way gives to one tenant and another way to another: the first way counts, which may be the wrong one. */
public final class DisagreeingTenants implements Inspection {

    @Override
    public String subject() {
        return "ways to the tenant that disagree";
    }

    @Override
    public List<Finding> inspect(Surroundings surroundings) throws SQLException {
        return TenantDisagreements.find(
                        surroundings.source().connection(), surroundings.mapping(), surroundings.sourceTables())
                .stream()
                .map(DisagreeingTenants::finding)
                .toList();
    }

    private static Finding finding(Disagreement disagreement) {
        return Finding.warning(
                "source table " + disagreement.table(),
                disagreement.rows() + " rows belong to one tenant by " + disagreement.first() + " and to another by "
                        + disagreement.second() + ", for example " + String.join("; ", disagreement.exampleKeys()),
                "the first way counts: the rows are shown to its tenant and hidden from the other",
                "correct the rows in the legacy application, or the order of the ways under tenant in the mapping");
    }
}
