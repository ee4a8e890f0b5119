package io.crosswalk.testbed.kamdental;

import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A stream of rows into one table by COPY in text format (PostgreSQL manual, COPY, File Formats). Fields are given in
 * the order of the columns. Memory stays constant. Closing without {@link #finish()} cancels the COPY. For one thread.
 */
final class CopyRows implements AutoCloseable {

    private static final int FLUSH_BYTES = 64 * 1024;
    private static final byte[] NULL = {'\\', 'N'};

    private final CopyIn copy;
    private byte[] buffer = new byte[2 * FLUSH_BYTES];
    private int length;
    private boolean rowBegun;
    private long rows;

    CopyRows(Connection connection, String table, List<String> columns) throws SQLException {
        String names = columns.stream().map(name -> '"' + name + '"').collect(Collectors.joining(", "));
        this.copy = connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn("COPY \"" + table + "\" (" + names + ") FROM STDIN");
    }

    CopyRows text(@Nullable String value) {
        separate();
        if (value == null) {
            append(NULL);
            return this;
        }
        ensure(2 * value.length());
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c >= 0x80) {
                append(value.substring(i)
                        .replace("\\", "\\\\")
                        .replace("\n", "\\n")
                        .replace("\r", "\\r")
                        .replace("\t", "\\t")
                        .getBytes(StandardCharsets.UTF_8));
                return this;
            }
            switch (c) {
                case '\\' -> escape('\\');
                case '\n' -> escape('n');
                case '\r' -> escape('r');
                case '\t' -> escape('t');
                default -> buffer[length++] = (byte) c;
            }
        }
        return this;
    }

    CopyRows number(long value) {
        return text(Long.toString(value));
    }

    CopyRows flag(boolean value) {
        return text(value ? "t" : "f");
    }

    /** A timestamp in UTC with milliseconds, or NULL for a negative value. */
    CopyRows timestamp(long epochMillis) {
        if (epochMillis < 0) {
            return text(null);
        }
        separate();
        ensure(24);
        LocalDateTime time = LocalDateTime.ofEpochSecond(epochMillis / 1000, 0, ZoneOffset.UTC);
        digits(time.getYear(), 4, '-');
        digits(time.getMonthValue(), 2, '-');
        digits(time.getDayOfMonth(), 2, ' ');
        digits(time.getHour(), 2, ':');
        digits(time.getMinute(), 2, ':');
        digits(time.getSecond(), 2, '.');
        // The fourth digit of the fraction is always zero.
        digits((int) (epochMillis % 1000), 3, '0');
        return this;
    }

    /** Writes the number with leading zeros, then the character. */
    private void digits(int value, int width, char end) {
        int rest = value;
        for (int at = length + width - 1; at >= length; at--) {
            buffer[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length += width;
        buffer[length++] = (byte) end;
    }

    void endRow() throws SQLException {
        ensure(1);
        buffer[length++] = '\n';
        rowBegun = false;
        rows++;
        if (length >= FLUSH_BYTES) {
            flush();
        }
    }

    long rows() {
        return rows;
    }

    /** Sends the rest and ends the COPY. Returns the number of rows. */
    long finish() throws SQLException {
        flush();
        return copy.endCopy();
    }

    @Override
    public void close() throws SQLException {
        if (copy.isActive()) {
            copy.cancelCopy();
        }
    }

    private void flush() throws SQLException {
        copy.writeToCopy(buffer, 0, length);
        length = 0;
    }

    private void separate() {
        if (rowBegun) {
            ensure(1);
            buffer[length++] = '\t';
        }
        rowBegun = true;
    }

    private void escape(char letter) {
        buffer[length++] = '\\';
        buffer[length++] = (byte) letter;
    }

    private void append(byte[] bytes) {
        ensure(bytes.length);
        System.arraycopy(bytes, 0, buffer, length, bytes.length);
        length += bytes.length;
    }

    private void ensure(int more) {
        if (length + more > buffer.length) {
            buffer = Arrays.copyOf(buffer, Math.max(2 * buffer.length, length + more));
        }
    }
}
