package io.crosswalk.app.http;

import org.jspecify.annotations.Nullable;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Accepts requests by the name they were sent to. A web page can point its own domain at this machine (DNS rebinding) and read what
 * a browser fetches from there, but it cannot change the Host header, which then carries the page's domain.
 */
final class HostGuard {

    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[::1]");
    // A name can be rebound, an address cannot.
    private static final Pattern ADDRESS = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|\\[[0-9a-f:.]+]");

    private final String bind;

    HostGuard(String bind) {
        this.bind = bind.contains(":") ? "[" + bind + "]" : bind;
    }

    boolean accepts(@Nullable String header) {
        if (header == null) {
            return false;
        }
        String host = header.replaceFirst(":\\d{0,5}$", "").toLowerCase(Locale.ROOT);
        if (LOOPBACK.matcher(host).matches() || host.equals(bind.toLowerCase(Locale.ROOT))) {
            return true;
        }
        boolean everywhere = bind.equals("0.0.0.0") || bind.equals("[::]");
        return everywhere && ADDRESS.matcher(host).matches();
    }
}
