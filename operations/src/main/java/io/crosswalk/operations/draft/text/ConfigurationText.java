package io.crosswalk.operations.draft.text;

import io.crosswalk.postgres.DatabaseAddress;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The part of a drafted crosswalk.yaml that is not the mapping. No password and no other secret is ever in it. */
public final class ConfigurationText {

    private static final int LONGEST_NAME = 40;

    private ConfigurationText() {}

    /**
     * Where a secret is found.
     *
     * @param key {@code namespace_file}, {@code keyset_env} and the like
     * @param place the file or the variable
     */
    public record Secret(String key, String place) {}

    /** The lines up to {@code mapping:}. */
    public static List<String> lines(
            DatabaseAddress source, Optional<DatabaseAddress> target, Secret namespace, Optional<Secret> keyset) {
        List<String> lines = new ArrayList<>(List.of(
                "# crosswalk.yaml, drafted by crosswalk draft. docs/configuration.md and docs/mapping.md describe every key.",
                "# What somebody has to look at is marked \"decide:\". Draft again to add what is new: edits are kept.",
                "",
                "# Names the slot, the publication and the ledger row: 1 to 40 of a-z, 0-9 and _.",
                "name: " + name(source.database()),
                "",
                "# The legacy database. Replication needs a direct connection, never a pooler.",
                "source:"));
        lines.addAll(address(source, "LEGACY_PASSWORD"));
        lines.addAll(List.of("", "# The database of the new schema.", "target:"));
        lines.addAll(
                target.map(address -> address(address, "TARGET_PASSWORD"))
                        .orElse(
                                List.of(
                                        "  # The target was not named. Export its URL before the start, or write it here as url:",
                                        "  # postgresql://migrator@target.example.com:5432/postgres?sslmode=require",
                                        "  url_env: TARGET_URL",
                                        "  # password_env: TARGET_PASSWORD    # the variable that holds the password, where the URL has none")));
        lines.addAll(List.of(
                "",
                "# Ids that cannot be computed become UUIDv5 in this namespace. It is a secret of the migration, must never",
                "# change while it lives, and does not belong into version control.",
                "keys:",
                "  " + namespace.key() + ": " + YamlScalar.of(namespace.place())));
        keyset.ifPresent(secret -> lines.addAll(List.of(
                "",
                "# The Tink keyset that seals secrets, and rows of users that wait in the quarantine. Keep it as safe.",
                "secrets:",
                "  " + secret.key() + ": " + YamlScalar.of(secret.place()))));
        lines.add("");
        return lines;
    }

    private static List<String> address(DatabaseAddress address, String variable) {
        String password = "password_env: " + variable;
        return List.of(
                "  url: " + YamlScalar.quoted(url(address)),
                address.password() == null
                        ? "  # " + password + "    # the variable that holds the password, if there is one"
                        : "  " + password + "    # the variable that holds the password: export it before the start");
    }

    private static String url(DatabaseAddress address) {
        String host = address.host().contains(":") ? "[" + address.host() + "]" : address.host();
        Map<String, String> shown = new TreeMap<>(address.parameters());
        shown.keySet().removeIf(name -> name.toLowerCase(Locale.ROOT).contains("password"));
        String parameters = shown.entrySet().stream()
                .map(parameter -> encode(parameter.getKey()) + "=" + encode(parameter.getValue()))
                .collect(Collectors.joining("&"));
        return "postgresql://" + encode(address.user()) + "@" + host + ":" + address.port() + "/"
                + encode(address.database()) + (parameters.isEmpty() ? "" : "?" + parameters);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String name(String database) {
        String name = database.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_");
        String cut = name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) : name;
        return cut.matches("_*") ? "migration" : YamlScalar.of(cut);
    }
}
