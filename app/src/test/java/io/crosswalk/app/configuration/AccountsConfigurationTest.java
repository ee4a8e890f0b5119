package io.crosswalk.app.configuration;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import static io.crosswalk.app.configuration.ConfigurationBench.MINIMAL;
import static io.crosswalk.app.configuration.ConfigurationBench.SECRET;
import static org.assertj.core.api.Assertions.assertThat;

/** What a configuration has to say about accounts and the service that makes them. */
class AccountsConfigurationTest {

    @TempDir
    Path folder;

    private ConfigurationBench bench;

    @BeforeEach
    void prepareSurroundings() throws IOException {
        bench = new ConfigurationBench(folder);
    }

    @Test
    void aMappingThatLeavesAccountsToTheAdminApiNeedsTheService() throws IOException {
        bench.write("mapping.yaml", ACCOUNTS.replace("CREATE", "create: admin_api, without_match: skip"));
        bench.environment().put("SERVICE_KEY", "key-" + SECRET);
        String secrets = MINIMAL + "secrets: { keyset_env: CROSSWALK_KEYSET }\n";

        assertThat(bench.problems(secrets).toString()).contains("auth: the mapping leaves accounts to the Admin API");
        assertThat(bench.problems(secrets + "auth: { url: \"ftp://x\" }").toString())
                .contains("auth.url: this is no address of a service", "auth: no service key is given");
        bench.environment().put("BAD_KEY", "two words " + SECRET);
        assertThat(bench.problems(secrets + "auth: { url: \"https://x/auth/v1\", service_key_env: BAD_KEY }")
                        .toString())
                .contains("holds characters that no key has");
        for (String url : List.of("https://u:p@x/", "https://x/?a=b", "nonsense", "http:///x", "https://x y")) {
            assertThat(bench.problems(secrets + "auth: { url: \"" + url + "\", service_key_env: SERVICE_KEY }")
                            .toString())
                    .as(url)
                    .contains("auth.url: this is no address of a service");
        }

        Configuration configuration =
                bench.read(secrets + "auth: { url: \"http://kong:8000/auth/v1/\", service_key_env: SERVICE_KEY }");
        assertThat(configuration.auth().orElseThrow().url()).hasToString("http://kong:8000/auth/v1");
        assertThat(configuration.warnings().toString()).contains("auth.url: the service key travels in clear text");
        assertThat(configuration.toString()).doesNotContain(SECRET);
    }

    @Test
    void whatAccountsCannotBeIsNamed() throws IOException {
        bench.write("mapping.yaml", ACCOUNTS.replace("CREATE", "create: api, without_match: ignore"));

        assertThat(bench.problems(MINIMAL).toString())
                .contains("accounts.create: \"api\" is not possible here (write one of admin_api, sql)")
                .contains(
                        "accounts.without_match: \"ignore\" is not possible here (write one of create, quarantine, skip)");

        bench.write("mapping.yaml", ACCOUNTS.replace("CREATE", "create: sql"));
        bench.environment().put("SERVICE_KEY", "key");
        assertThat(bench.read(MINIMAL + "secrets: { keyset_env: CROSSWALK_KEYSET }\n"
                                + "auth: { url: \"https://x/auth/v1\", service_key_env: SERVICE_KEY }\n")
                        .warnings()
                        .toString())
                .contains("auth: the mapping makes accounts by SQL, so this is not used");
    }

    private static final String ACCOUNTS = """
            mapping: 1
            accounts: { table: User, match: email, target: auth.users, CREATE }
            tables:
              User: { targets: [ { table: auth.users, columns: { id: { account: id }, email: email } } ] }
            """;
}
