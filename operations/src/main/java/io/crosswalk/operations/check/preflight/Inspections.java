package io.crosswalk.operations.check.preflight;

import io.crosswalk.operations.check.Inspection;
import io.crosswalk.operations.check.data.DisagreeingTenants;
import io.crosswalk.operations.check.data.DuplicateAddresses;
import io.crosswalk.operations.check.data.RequiredValues;
import io.crosswalk.operations.check.data.SampledRows;
import io.crosswalk.operations.check.data.SoftReferences;
import io.crosswalk.operations.check.data.TenantlessRows;
import io.crosswalk.operations.check.server.ClockDifference;
import io.crosswalk.operations.check.server.DirectConnection;
import io.crosswalk.operations.check.server.Durability;
import io.crosswalk.operations.check.server.EventTriggers;
import io.crosswalk.operations.check.server.HeldTransactions;
import io.crosswalk.operations.check.server.LogicalDecoding;
import io.crosswalk.operations.check.server.OtherReplication;
import io.crosswalk.operations.check.server.RolePrivileges;
import io.crosswalk.operations.check.server.RowSecurity;
import io.crosswalk.operations.check.server.ServerVersions;
import io.crosswalk.operations.check.server.SourceTimeZone;
import io.crosswalk.operations.check.server.TextEncoding;
import io.crosswalk.operations.check.server.WalRetention;
import io.crosswalk.operations.check.source.ComputedColumns;
import io.crosswalk.operations.check.source.ForgottenTables;
import io.crosswalk.operations.check.source.RelationKinds;
import io.crosswalk.operations.check.source.ReplicaIdentityGaps;
import io.crosswalk.operations.check.source.StreamObstacles;
import io.crosswalk.operations.check.target.ExistingMigration;
import io.crosswalk.operations.check.target.FollowingPasswords;
import io.crosswalk.operations.check.target.MappingFit;
import io.crosswalk.operations.check.target.OccupiedTables;
import io.crosswalk.operations.check.target.TargetKeys;
import io.crosswalk.operations.check.target.TargetTriggers;
import io.crosswalk.operations.check.target.types.ColumnTypes;
import io.crosswalk.operations.check.target.types.EnumLabels;
import io.crosswalk.operations.check.target.types.FoldColumns;
import io.crosswalk.operations.check.target.types.MissingExtensions;
import io.crosswalk.operations.check.target.types.TextLengths;
import io.crosswalk.operations.check.target.types.UnwritableTypes;

import java.util.List;

/** Everything that a check looks at, in the order in which people read it: servers, legacy tables, target, rows. */
public final class Inspections {

    private Inspections() {}

    /** Every inspection. */
    public static List<Inspection> all() {
        return List.of(
                new ServerVersions(),
                new LogicalDecoding(),
                new DirectConnection(),
                new RolePrivileges(),
                new RowSecurity(),
                new HeldTransactions(),
                new WalRetention(),
                new SourceTimeZone(),
                new ClockDifference(),
                new TextEncoding(),
                new Durability(),
                new OtherReplication(),
                new EventTriggers(),
                new ExistingMigration(),
                new MappingFit(),
                new RelationKinds(),
                new StreamObstacles(),
                new ReplicaIdentityGaps(),
                new ComputedColumns(),
                new ForgottenTables(),
                new TargetKeys(),
                new UnwritableTypes(),
                new ColumnTypes(),
                new EnumLabels(),
                new TextLengths(),
                new MissingExtensions(),
                new TargetTriggers(),
                new FoldColumns(),
                new OccupiedTables(),
                new FollowingPasswords(),
                new DuplicateAddresses(),
                new SoftReferences(),
                new TenantlessRows(),
                new DisagreeingTenants(),
                new RequiredValues(),
                new SampledRows());
    }
}
