package io.crosswalk.app.configuration;

import io.crosswalk.app.configuration.files.SecretReader;
import io.crosswalk.app.configuration.files.TextFiles;
import io.crosswalk.app.configuration.files.TextFiles.UnreadableException;
import io.crosswalk.app.configuration.mapping.MappingFinder;
import io.crosswalk.app.configuration.mapping.MappingText;
import io.crosswalk.app.status.QuarantineLimits;
import io.crosswalk.app.status.WalLimits;
import io.crosswalk.pipeline.table.TargetTable.Account.Creation;
import io.crosswalk.postgres.DatabaseAddress;
import io.crosswalk.transformer.mapping.Mapping;
import io.crosswalk.transformer.secrets.Sealer;
import io.crosswalk.transformer.secrets.TinkSealer;
import io.crosswalk.transformer.yaml.Problem;
import io.crosswalk.transformer.yaml.Problems;
import io.crosswalk.transformer.yaml.YamlNode;
import io.crosswalk.transformer.yaml.YamlNode.Kind;
import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Reads one configuration file. Belongs to one thread. */
final class ConfigurationReader {

    private static final Pattern NAME = Pattern.compile("[a-z0-9_]{1,40}");
    // UUID.fromString also takes shorter forms.
    private static final Pattern UUID_TEXT = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    private final Problems problems;
    private final SecretReader secrets;
    private final MappingFinder mappings;
    private final List<Problem> warnings = new ArrayList<>();

    private ConfigurationReader(Path file, Map<String, String> environment) {
        Path parent = file.toAbsolutePath().getParent();
        Path folder = parent == null ? file.toAbsolutePath() : parent;
        this.problems = new Problems(file.toString());
        this.secrets = new SecretReader(folder, environment);
        this.mappings = new MappingFinder(folder, problems);
    }

    static Configuration read(Path file, Map<String, String> environment) {
        return new ConfigurationReader(file, environment).read(file);
    }

    private Configuration read(Path file) {
        YamlNode root = YamlNode.read(text(file), problems);
        if (!isMap(root)) {
            problems.throwIfAny();
        }
        String name = name(root.required("name"));
        DatabaseAddress source = address(root.required("source"));
        DatabaseAddress target = address(root.required("target"));
        MappingText mapping = mappings.read(root.required("mapping"));
        UUID namespace = namespace(root.required("keys"));
        Optional<Sealer> sealer = sealer(root, mapping);
        Optional<AuthSettings> auth = auth(root, mapping);
        HttpSettings http = section(root, "http", HttpSettings.DEFAULTS, HttpSettings::read);
        BackfillSettings backfill = section(root, "backfill", BackfillSettings.DEFAULTS, BackfillSettings::read);
        StreamSettings stream = section(root, "stream", StreamSettings.DEFAULTS, StreamSettings::read);
        WalLimits wal = section(root, "wal", WalReader.DEFAULTS, WalReader::read);
        QuarantineLimits quarantine = section(root, "quarantine", QuarantineReader.DEFAULTS, QuarantineReader::read);
        ReadinessSettings readiness = section(root, "readiness", ReadinessSettings.DEFAULTS, ReadinessSettings::read);
        root.rejectUnknownKeys();
        problems.throwIfAny();
        if (source == null || target == null || mapping == null || namespace == null) {
            throw new IllegalStateException("a part of the configuration is missing without a problem");
        }
        return new Configuration(
                name,
                source,
                target,
                mapping,
                new Keys(namespace),
                sealer,
                auth,
                http,
                backfill,
                stream,
                wal,
                quarantine,
                readiness,
                warnings(http, auth));
    }

    private String text(Path file) {
        try {
            return TextFiles.read(file);
        } catch (UnreadableException e) {
            problems.add("", "the file " + e.getMessage(), "crosswalk config example prints one to start from");
            problems.throwIfAny();
            throw new IllegalStateException("unreachable", e);
        }
    }

    /** The records below ask for one key after the other; for what is no map, one problem is enough. */
    private static boolean isMap(YamlNode node) {
        if (node.kind() != Kind.MAP) {
            node.entries();
        }
        return node.kind() == Kind.MAP;
    }

    private static <T> T section(YamlNode root, String key, T defaults, Function<YamlNode, T> reader) {
        return root.optional(key).filter(ConfigurationReader::isMap).map(reader).orElse(defaults);
    }

    private static String name(YamlNode node) {
        String name = node.text();
        if (!name.isEmpty() && !NAME.matcher(name).matches()) {
            node.report("\"" + name + "\" is no name", "use 1 to 40 of a-z, 0-9 and _, for example kamdental");
        }
        return name;
    }

    private @Nullable DatabaseAddress address(YamlNode node) {
        if (!isMap(node)) {
            return null;
        }
        Optional<String> elsewhere = secrets.read(node, "url");
        boolean named = SecretReader.isNamed(node, "url");
        if (named && node.optional("url").isPresent()) {
            node.required("url").report("the URL is given twice", "keep one of url, url_env and url_file");
        }
        YamlNode url = named ? node : node.required("url");
        String user = node.text("user", "");
        Optional<String> password = secrets.read(node, "password");
        node.rejectUnknownKeys();
        String text = named ? elsewhere.orElse("") : url.text();
        if (text.isEmpty()) {
            return null;
        }
        try {
            DatabaseAddress address = DatabaseAddress.parse(text, user.isEmpty() ? null : user, password.orElse(null));
            SslModes.check(address, url);
            if (!named && password.isEmpty() && address.password() != null) {
                warnings.add(
                        new Problem(url.path(), "the URL carries a password", "password_env keeps it out of the file"));
            }
            return address;
        } catch (IllegalArgumentException e) {
            url.report(String.valueOf(e.getMessage()));
            return null;
        }
    }

    private @Nullable UUID namespace(YamlNode node) {
        if (!isMap(node)) {
            return null;
        }
        Optional<YamlNode> here = node.optional("namespace");
        Optional<String> elsewhere = secrets.read(node, "namespace");
        boolean named = SecretReader.isNamed(node, "namespace");
        node.rejectUnknownKeys();
        if (here.isPresent() && named) {
            node.report("the namespace is given twice", "keep one of namespace, namespace_env and namespace_file");
        } else if (here.isEmpty() && !named) {
            node.report(
                    "no namespace is given", "make one with crosswalk config namespace and name it as namespace_env");
        }
        Optional<String> text = here.isPresent() ? here.map(YamlNode::text) : elsewhere;
        if (text.isPresent() && !UUID_TEXT.matcher(text.get()).matches()) {
            node.report("the namespace is not a UUID", "make one with crosswalk config namespace");
            return null;
        }
        return text.map(UUID::fromString).orElse(null);
    }

    private Optional<Sealer> sealer(YamlNode root, @Nullable MappingText mapping) {
        Optional<YamlNode> node = root.optional("secrets").filter(ConfigurationReader::isMap);
        Optional<String> keyset = node.flatMap(n -> secrets.read(n, "keyset"));
        node.ifPresent(YamlNode::rejectUnknownKeys);
        boolean named = node.filter(n -> SecretReader.isNamed(n, "keyset")).isPresent();
        if (!named && mapping != null && needsKeyset(mapping.mapping())) {
            problems.add(
                    "secrets",
                    "the mapping seals secrets, and no keyset is given",
                    "make one with crosswalk config keyset and name it as secrets.keyset_env or secrets.keyset_file");
        }
        try {
            return keyset.map(TinkSealer::new);
        } catch (IllegalArgumentException e) {
            problems.add("secrets", String.valueOf(e.getMessage()), "make one with crosswalk config keyset");
            return Optional.empty();
        }
    }

    private Optional<AuthSettings> auth(YamlNode root, @Nullable MappingText mapping) {
        Optional<YamlNode> node = root.optional("auth").filter(ConfigurationReader::isMap);
        boolean needed = mapping != null
                && mapping.mapping()
                        .accounts()
                        .filter(accounts -> accounts.creation() == Creation.SERVICE)
                        .isPresent();
        if (needed && node.isEmpty()) {
            problems.add(
                    "auth",
                    "the mapping leaves accounts to the Admin API, and no service is given",
                    "add auth: {url, service_key_env}, or say accounts.create: sql");
        }
        if (!needed && mapping != null && node.isPresent()) {
            warnings.add(new Problem(
                    "auth",
                    "the mapping makes accounts by SQL, so this is not used",
                    "say accounts.create: admin_api"));
        }
        return node.map(n -> AuthSettings.read(n, secrets));
    }

    private List<Problem> warnings(HttpSettings http, Optional<AuthSettings> auth) {
        warnings.addAll(secrets.warnings());
        if (auth.filter(AuthSettings::isOpen).isPresent()) {
            warnings.add(new Problem(
                    "auth.url", "the service key travels in clear text to another machine", "https:// protects it"));
        }
        if (http.isOpen()) {
            warnings.add(new Problem(
                    "http.bind",
                    "whoever reaches " + http.bind() + " can read status and metrics",
                    "127.0.0.1 keeps them on this machine"));
        }
        return warnings;
    }

    // Rows of accounts hold password hashes; those that wait in the quarantine are sealed there.
    private static boolean needsKeyset(Mapping mapping) {
        return mapping.seals() || mapping.accounts().isPresent();
    }
}
