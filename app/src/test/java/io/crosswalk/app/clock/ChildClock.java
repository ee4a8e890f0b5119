package io.crosswalk.app.clock;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** The wall clock of Java processes that a test starts: it may be set while they run. Safe for any thread. */
public final class ChildClock {

    private final Path offset;
    private final Path agent;

    private ChildClock(Path offset, Path agent) {
        this.offset = offset;
        this.agent = agent;
    }

    /** A clock that goes right, as long as nobody sets it. Its files are in this folder, and must outlive the processes. */
    public static ChildClock in(Path folder) throws IOException {
        ChildClock clock = new ChildClock(folder.resolve("clock"), folder.resolve("clock.jar"));
        clock.set(Duration.ZERO);
        writeAgent(clock.agent);
        return clock;
    }

    private static void writeAgent(Path file) throws IOException {
        Manifest manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.putValue("Premain-Class", ClockAgent.class.getName());
        attributes.putValue("Can-Retransform-Classes", "true");
        // The JDK sees what the bootstrap loader loads; the agent itself is on the class path of the tests.
        attributes.putValue("Boot-Class-Path", file.getFileName().toString());
        String moved = MovedClock.class.getName().replace('.', '/') + ".class";
        try (InputStream bytes = MovedClock.class.getResourceAsStream("/" + moved);
                JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file), manifest)) {
            jar.putNextEntry(new JarEntry(moved));
            bytes.transferTo(jar);
            jar.closeEntry();
        }
    }

    /** What a JVM has to be started with, so that it follows this clock. */
    public List<String> options() {
        return List.of("-javaagent:" + agent + "=" + offset);
    }

    /** Sets it: from now on it goes so far ahead of the real one, or behind it. */
    public void set(Duration ahead) throws IOException {
        try (FileChannel channel = FileChannel.open(offset, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.allocate(Long.BYTES).putLong(0, ahead.toMillis()), 0);
        }
    }
}
