package io.crosswalk.sink.apply;

import io.crosswalk.pipeline.row.Key;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.pipeline.table.TargetTable;
import io.crosswalk.sink.apply.RowApplier.Mode;
import io.crosswalk.sink.quarantine.WaitKey;
import io.crosswalk.sink.removal.Bereavement.Departed;
import io.crosswalk.sink.removal.RowRemover;
import io.crosswalk.sink.rows.Tally;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Writes the net effect of a run of changes: deletes children first, then upserts parents first. One thread. */
final class NetApplier {

    private final List<TargetTable> parentsFirst;
    private final RowApplier rows;
    private final RowRemover remover;
    private final UrgentDoubts urgent;
    private final Release waiting;

    NetApplier(
            List<TargetTable> parentsFirst, RowApplier rows, RowRemover remover, UrgentDoubts urgent, Release waiting) {
        this.parentsFirst = parentsFirst;
        this.rows = rows;
        this.remover = remover;
        this.urgent = urgent;
        this.waiting = waiting;
    }

    /** Writes what a run comes to, and lets in who waits for it. */
    void apply(Connection connection, NetEffect effect, Mode mode, Tally tally) throws SQLException {
        Set<String> arrived = new LinkedHashSet<>();
        Departed departed = deleteChildrenFirst(connection, effect, arrived, tally);
        urgent.settle(connection, tally);
        for (TargetTable table : parentsFirst) {
            arrived.addAll(rows.upsert(connection, table.id(), effect.upserts(table.id()), mode, tally));
        }
        remover.settle(connection, departed, tally);
        waiting.release(connection, arrived, tally);
    }

    private Departed deleteChildrenFirst(Connection connection, NetEffect effect, Set<String> arrived, Tally tally)
            throws SQLException {
        Departed departed = Departed.nobody();
        Set<Key> keys = new HashSet<>();
        parentsFirst.forEach(table -> keys.addAll(effect.deletes(table.id()).keySet()));
        if (keys.isEmpty()) {
            return departed;
        }
        Map<Key, Key> concrete = rows.resolveKeys(connection, List.copyOf(keys));
        for (int i = parentsFirst.size() - 1; i >= 0; i--) {
            TableId table = parentsFirst.get(i).id();
            if (!effect.deletes(table).isEmpty()) {
                remover.delete(connection, table, effect.deletes(table), concrete, departed, tally);
                arrived.add(WaitKey.anyIn(table));
            }
        }
        return departed;
    }
}
