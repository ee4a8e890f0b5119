package io.crosswalk.app.migration.preparation;

import io.crosswalk.connector.preparation.Unreadable;
import io.crosswalk.pipeline.SinkException;
import io.crosswalk.pipeline.SourceException;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.pipeline.table.TargetTable;
import io.crosswalk.postgres.UnwritableColumns;
import io.crosswalk.postgres.UnwritableColumns.Unwritable;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What would stop a migration later, looked for before anything is touched. */
public final class Obstacles {

    private Obstacles() {}

    /**
     * Looks at both databases.
     *
     * @throws SourceException lasting, with everything that the stream cannot be read past
     * @throws SinkException lasting, with every target column that takes no text
     */
    public static void refuse(MigrationSettings settings, Preparation preparation) throws SQLException {
        try (Connection legacy = settings.source().connectCautiously("crosswalk prepare " + settings.name())) {
            List<Unreadable> found = Unreadable.of(legacy, preparation.sources());
            if (!found.isEmpty()) {
                throw SourceException.lasting(list("the source cannot be followed", found, Unreadable::text), null);
            }
        }
        Map<TableId, TargetTable> written =
                preparation.targets().stream().collect(Collectors.toMap(TargetTable::id, Function.identity()));
        try (Connection target = settings.target().connect("crosswalk prepare " + settings.name())) {
            List<Unwritable> found = UnwritableColumns.of(target, written.keySet()).stream()
                    .filter(column -> Objects.requireNonNull(written.get(column.table()))
                            .columns()
                            .contains(column.column()))
                    .toList();
            if (!found.isEmpty()) {
                throw SinkException.lasting(
                        list("the target has columns that cannot be written", found, Unwritable::text), null);
            }
        }
    }

    private static <T> String list(String title, List<T> found, Function<T, String> text) {
        return found.stream()
                .map(text)
                .collect(Collectors.joining(
                        System.lineSeparator() + "  ", title + ":" + System.lineSeparator() + "  ", ""));
    }
}
