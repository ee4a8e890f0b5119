package io.crosswalk.app.clock;

import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;

/**
 * What a process with a {@link ClockAgent} takes for the wall clock: the real one, moved by as many milliseconds as a file says, from
 * the moment it says so. Loaded by the bootstrap loader, because the JDK calls it: it knows nothing but the JDK. Safe for any thread.
 */
public final class MovedClock {

    private static volatile MappedByteBuffer offset;

    private MovedClock() {}

    /** Called once, before anything reads the clock. */
    public static void follow(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            offset = channel.map(FileChannel.MapMode.READ_ONLY, 0, Long.BYTES);
        }
    }

    /** Stands for {@link System#currentTimeMillis}. */
    public static long currentTimeMillis() {
        return System.currentTimeMillis() + millis();
    }

    /** Stands for what {@link java.time.Clock} reads. */
    public static Instant moved(Instant real) {
        return real.plusMillis(millis());
    }

    private static long millis() {
        MappedByteBuffer current = offset;
        return current == null ? 0 : current.getLong(0);
    }
}
