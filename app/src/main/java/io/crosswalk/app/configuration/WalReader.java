package io.crosswalk.app.configuration;

import io.crosswalk.app.status.WalLimits;
import io.crosswalk.app.status.WalLimits.Policy;
import io.crosswalk.transformer.yaml.YamlNode;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Reads how much WAL the source may keep. */
final class WalReader {

    static final WalLimits DEFAULTS = new WalLimits(4L << 30, 16L << 30, Policy.THROTTLE);

    private static final long MOST = 1L << 50;

    private WalReader() {}

    static WalLimits read(YamlNode node) {
        long warn = node.integer("warn_bytes", DEFAULTS.warnBytes(), 0, MOST);
        long limit = node.integer("limit_bytes", DEFAULTS.limitBytes(), 0, MOST);
        Policy policy = policy(node);
        node.rejectUnknownKeys();
        if (limit > 0 && warn > limit) {
            node.report("warn_bytes is more than limit_bytes", "warn before the limit is reached");
        }
        return new WalLimits(warn, limit, policy);
    }

    private static Policy policy(YamlNode node) {
        String text = node.text("policy", lower(DEFAULTS.policy()));
        List<String> known =
                Arrays.stream(Policy.values()).map(WalReader::lower).toList();
        if (!known.contains(text)) {
            node.required("policy").report("\"" + text + "\" is no policy", "use one of " + String.join(", ", known));
            return DEFAULTS.policy();
        }
        return Policy.valueOf(text.toUpperCase(Locale.ROOT));
    }

    private static String lower(Policy policy) {
        return policy.name().toLowerCase(Locale.ROOT);
    }
}
