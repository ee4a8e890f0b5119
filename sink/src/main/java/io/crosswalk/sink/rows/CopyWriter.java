package io.crosswalk.sink.rows;

import io.crosswalk.pipeline.row.Row;
import io.crosswalk.pipeline.table.TargetTable;
import io.crosswalk.postgres.CopyText;
import io.crosswalk.postgres.Identifiers;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Writes many rows of one target table by COPY. Rows are resolved and complete. Immutable; the connection is the caller's. */
final class CopyWriter {

    private static final int BUFFER_CHARS = 1 << 16;

    private final String sql;
    private final int width;

    CopyWriter(TargetTable table) {
        this.sql = "COPY " + Identifiers.quote(table.id()) + " ("
                + Identifiers.quoteAll(table.columns().names()) + ") FROM STDIN";
        this.width = table.columns().size();
    }

    /** Inserts complete rows. A key that exists is a unique violation. */
    void write(Connection connection, List<Row> rows) throws SQLException {
        if (rows.isEmpty()) {
            return;
        }
        CopyIn in = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(sql);
        try {
            StringBuilder lines = new StringBuilder(BUFFER_CHARS + 4096);
            for (Row row : rows) {
                for (int column = 0; column < width; column++) {
                    if (column > 0) {
                        lines.append('\t');
                    }
                    CopyText.encode((String) row.value(column), lines);
                }
                lines.append('\n');
                if (lines.length() > BUFFER_CHARS) {
                    send(in, lines);
                }
            }
            send(in, lines);
            in.endCopy();
        } finally {
            if (in.isActive()) {
                in.cancelCopy();
            }
        }
    }

    private static void send(CopyIn in, StringBuilder lines) throws SQLException {
        byte[] bytes = lines.toString().getBytes(StandardCharsets.UTF_8);
        in.writeToCopy(bytes, 0, bytes.length);
        lines.setLength(0);
    }
}
