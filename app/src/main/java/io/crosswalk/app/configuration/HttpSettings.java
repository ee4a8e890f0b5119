package io.crosswalk.app.configuration;

import io.crosswalk.transformer.yaml.YamlNode;

import java.util.regex.Pattern;

/**
 * Where metrics, health and status are served.
 *
 * @param port the TCP port; 0 for any free one
 * @param bind the local address, as an IP literal or {@code localhost}
 */
public record HttpSettings(int port, String bind) {

    public static final HttpSettings DEFAULTS = new HttpSettings(8085, "127.0.0.1");

    // Literals only: a name would have to be looked up, and reading a configuration touches no network.
    private static final Pattern ADDRESS =
            Pattern.compile("localhost|\\d{1,3}(\\.\\d{1,3}){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

    static HttpSettings read(YamlNode node) {
        int port = (int) node.integer("port", DEFAULTS.port, 0, 65_535);
        String bind = node.optional("bind").map(HttpSettings::address).orElse(DEFAULTS.bind);
        node.rejectUnknownKeys();
        return new HttpSettings(port, bind);
    }

    private static String address(YamlNode node) {
        String text = node.text();
        if (!text.isEmpty() && !ADDRESS.matcher(text).matches()) {
            node.report("not an address of this machine", "write 127.0.0.1, ::1 or another IP address");
        }
        return text;
    }

    /** True when other machines can reach the port. */
    public boolean isOpen() {
        return !bind.equals("localhost") && !bind.startsWith("127.") && !bind.equals("::1");
    }
}
