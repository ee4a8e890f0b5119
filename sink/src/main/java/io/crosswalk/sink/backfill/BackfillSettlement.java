package io.crosswalk.sink.backfill;

import io.crosswalk.pipeline.Failpoint;
import io.crosswalk.postgres.Catalog;
import io.crosswalk.sink.SinkSettings;
import io.crosswalk.sink.apply.BatchApplier;
import io.crosswalk.sink.quarantine.Quarantine;
import io.crosswalk.sink.rows.Tally;
import io.crosswalk.sink.session.TargetSession;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * What can be decided only when the backfill has loaded every row: tables are loaded in parallel, and rows refer to each other in any
 * order. It looks at what the target holds, so running it again changes nothing.
 */
public final class BackfillSettlement {

    private final SinkSettings settings;
    private final Catalog catalog;

    public BackfillSettlement(SinkSettings settings, Catalog catalog) {
        this.settings = settings;
        this.catalog = catalog;
    }

    /**
     * Lets in the rows that wait for others which another chunk brought, and looks for the parent of every reference that may lack it.
     *
     * @param consistent whether the target shows one commit of the source; else a parent that must be there may be yet to come, and its
     *     children wait for it in the quarantine
     * @return how many rows were set aside
     */
    public long run(boolean consistent) throws SQLException {
        try (Connection connection = TargetSession.open(settings.address(), "settle " + settings.name())) {
            settings.seat().verify(connection);
            Quarantine quarantine = new Quarantine(settings.name(), settings.cipher());
            quarantine.look(connection);
            Tally tally = new BatchApplier(settings.tables(), catalog, quarantine, settings.serviceAccounts(catalog))
                    .sweep(connection, consistent);
            connection.commit();
            Failpoint.BACKFILL_SETTLED.reached();
            return tally.setAside();
        }
    }
}
