package io.crosswalk.app.configuration;

import io.crosswalk.app.configuration.files.SecretReader;
import io.crosswalk.sink.accounts.ServiceKey;
import io.crosswalk.transformer.yaml.YamlNode;
import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The authentication service that makes accounts.
 *
 * @param url its address, without a slash at the end
 */
public record AuthSettings(URI url, ServiceKey key) {

    private static final List<String> THIS_MACHINE = List.of("localhost", "127.0.0.1", "[::1]");

    /** Null when there is a problem. */
    static @Nullable AuthSettings read(YamlNode node, SecretReader secrets) {
        YamlNode address = node.required("url");
        Optional<String> key = secrets.read(node, "service_key");
        if (!SecretReader.isNamed(node, "service_key")) {
            node.report("no service key is given", "name the service_role key as service_key_env or service_key_file");
        }
        node.rejectUnknownKeys();
        URI url = url(address);
        if (url == null || key.isEmpty()) {
            return null;
        }
        try {
            return new AuthSettings(url, new ServiceKey(key.get()));
        } catch (IllegalArgumentException e) {
            node.report(String.valueOf(e.getMessage()));
            return null;
        }
    }

    private static @Nullable URI url(YamlNode node) {
        String text = node.text();
        if (text.isEmpty()) {
            return null;
        }
        try {
            URI url = new URI(text.replaceAll("/+$", ""));
            String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
            if (url.getHost() != null
                    && (scheme.equals("https") || scheme.equals("http"))
                    && url.getUserInfo() == null
                    && url.getQuery() == null
                    && url.getFragment() == null) {
                return url;
            }
        } catch (URISyntaxException e) {
            // Said below: the exception's message would repeat what may be a secret.
        }
        node.report("this is no address of a service", "write https://<project>.supabase.co/auth/v1");
        return null;
    }

    /** True when the key travels in clear text to another machine. */
    boolean isOpen() {
        return !"https".equalsIgnoreCase(url.getScheme())
                && !THIS_MACHINE.contains(url.getHost().toLowerCase(Locale.ROOT));
    }
}
