package io.crosswalk.app.configuration;

import io.crosswalk.postgres.DatabaseAddress;
import io.crosswalk.transformer.yaml.Nearest;
import io.crosswalk.transformer.yaml.YamlNode;

import java.util.List;

/** The values of {@code sslmode} (PostgreSQL manual, 34.19 "SSL Support"): a misspelt one would show only at the first connection. */
final class SslModes {

    private static final List<String> KNOWN =
            List.of("disable", "allow", "prefer", "require", "verify-ca", "verify-full");

    private SslModes() {}

    static void check(DatabaseAddress address, YamlNode url) {
        String mode = address.parameters().get("sslmode");
        if (mode != null && !KNOWN.contains(mode)) {
            String suggestion = Nearest.suggest(mode, KNOWN);
            url.report(
                    "the URL's sslmode is unknown",
                    suggestion == null ? "known: " + String.join(", ", KNOWN) : suggestion);
        }
    }
}
