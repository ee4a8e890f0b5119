package io.crosswalk.testbed.server;

import com.sun.security.auth.module.UnixSystem;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Who the server runs as. PostgreSQL refuses to run as root, whatever the reason for being root. */
final class ServerIdentity {

    private ServerIdentity() {}

    /**
     * The words in front of each command: none for a normal user. For root a new user namespace, in which it is nobody
     * in particular, but still owns its files.
     */
    static List<String> current() throws IOException {
        if (new UnixSystem().getUid() != 0) {
            return List.of();
        }
        List<String> namespace = List.of("unshare", "--user");
        if (!isPermitted()) {
            throw new IOException(
                    "PostgreSQL does not run as root, and this machine does not let root leave its identity"
                            + " (unshare --user): run as a normal user, or with a container engine, or set CROSSWALK_TEST_URL");
        }
        return namespace;
    }

    private static boolean isPermitted() throws IOException {
        Process process;
        try {
            process = new ProcessBuilder("unshare", "--user", "id", "-u")
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            // No such program: the caller says what to do instead.
            return false;
        }
        String user = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        return user.matches("[0-9]+") && !user.equals("0");
    }
}
