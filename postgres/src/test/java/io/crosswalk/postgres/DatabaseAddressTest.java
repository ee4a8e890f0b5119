package io.crosswalk.postgres;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.sql.SQLException;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class DatabaseAddressTest {

    private static DatabaseAddress parse(String url) {
        return DatabaseAddress.parse(url, null, null);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "postgresql://ann:pw@db.example:6543/kam, ann@db.example:6543/kam, pw",
                "postgres://ann:pw@db.example/kam, ann@db.example:5432/kam, pw",
                "postgresql://ann@db.example/kam, ann@db.example:5432/kam,",
                "postgresql://ann@db.example, ann@db.example:5432/ann,",
                "postgresql://ann@db.example/, ann@db.example:5432/ann,",
                "postgresql://ann@127.0.0.1:1/kam, ann@127.0.0.1:1/kam,",
                "postgresql://db.example/kam?user=ann&password=pw, ann@db.example:5432/kam, pw",
                "jdbc:postgresql://db.example:6543/kam?user=ann&password=pw, ann@db.example:6543/kam, pw",
                "jdbc:postgresql://db.example/kam?user=ann, ann@db.example:5432/kam,",
            })
    void readsBothKindsOfUrl(String url, String shown, @Nullable String password) {
        DatabaseAddress address = parse(url);

        assertThat(address).hasToString(shown);
        assertThat(address.password()).isEqualTo(password);
    }

    @Test
    void decodesPercentEncodingAndKeepsAPlus() {
        DatabaseAddress address =
                parse("postgresql://a%40b:p%3A%2F%3F%23%5B%5D%40%25+%C3%A9@h/my%20db%2Fx?options=-c%20a%3Db");

        assertThat(address.user()).isEqualTo("a@b");
        assertThat(address.password()).isEqualTo("p:/?#[]@%+é");
        assertThat(address.database()).isEqualTo("my db/x");
        assertThat(address.parameters()).containsEntry("options", "-c a=b");
    }

    @Test
    void readsAndWritesAnIpv6Address() {
        DatabaseAddress address = parse("postgresql://ann@[2001:db8::1]:6543/kam");

        assertThat(address.host()).isEqualTo("2001:db8::1");
        assertThat(address.port()).isEqualTo(6543);
        assertThat(address.jdbcUrl()).isEqualTo("jdbc:postgresql://[2001:db8::1]:6543/kam");
    }

    @Test
    void givenUserAndPasswordWinOverThoseOfTheUrl() {
        DatabaseAddress address = DatabaseAddress.parse("postgresql://ann:old@h/kam", "bob", "new");

        assertThat(address.user()).isEqualTo("bob");
        assertThat(address.password()).isEqualTo("new");
        assertThat(DatabaseAddress.parse("postgresql://ann:old@h/kam", "bob", null)
                        .password())
                .isEqualTo("old");
        assertThat(DatabaseAddress.parse("postgresql://h/kam", "bob", null).user())
                .isEqualTo("bob");
    }

    @Test
    void theAuthorityWinsOverTheParameters() {
        DatabaseAddress address = parse("postgresql://ann:first@h/kam?user=bob&password=second");

        assertThat(address.user()).isEqualTo("ann");
        assertThat(address.password()).isEqualTo("first");
        assertThat(address.parameters()).isEmpty();
    }

    @Test
    void keepsConnectionParameters() {
        DatabaseAddress address = parse("postgresql://ann:pw@h/kam?sslmode=verify-full&sslrootcert=ca.pem");

        assertThat(address.parameters()).isEqualTo(Map.of("sslmode", "verify-full", "sslrootcert", "ca.pem"));
        assertThat(address.properties())
                .containsEntry("sslmode", "verify-full")
                .containsEntry("sslrootcert", "ca.pem")
                .containsEntry("user", "ann")
                .containsEntry("password", "pw");
    }

    @Test
    void neitherTextNorUrlShowThePassword() {
        DatabaseAddress address = parse("jdbc:postgresql://h/kam?user=ann&password=hunter2");

        assertThat(address.toString()).doesNotContain("hunter2");
        assertThat(address.jdbcUrl()).isEqualTo("jdbc:postgresql://h:5432/kam");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hunter2",
                "mysql://ann:hunter2@h/kam",
                "jdbc:mysql://ann:hunter2@h/kam",
                "postgresql:ann:hunter2@h/kam",
                "postgresql://ann:hunter2@/kam",
                "postgresql://ann:hunter2@h1,h2/kam",
                "postgresql://ann:hunter2@h1:5432,h2:5432/kam",
                "postgresql://ann:hunter2@h:port/kam",
                "postgresql://ann:hunter2 @h/kam",
                "postgresql://ann:hunter2%@h/kam",
                "postgresql://ann:hunter2%zz@h/kam",
                "postgresql://ann:hunter2@x@h/kam",
                "postgresql://ann:/hunter2@h/kam",
                "postgresql://ann:#hunter2@h/kam",
                "postgresql://ann:?hunter2@h/kam",
                "postgresql://ann:[hunter2]@h/kam",
                "postgresql://ann:hunter2@h/kam?hunter2",
                "postgresql://ann:hunter2@h/kam?=hunter2",
                "postgresql://:hunter2@h/kam",
                "jdbc:postgresql://h/kam?password=hunter2",
                "jdbc:postgresql://h/kam?password=hunter2&user=",
            })
    void refusesAMalformedUrlWithoutRepeatingThePassword(String url) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> parse(url))
                .satisfies(e -> assertThat(e).hasNoCause())
                .satisfies(e -> assertThat(e.getMessage()).isNotBlank().doesNotContain("hunter2"));
    }

    @Test
    void saysWhereItCouldNotConnectAndShowsNoPassword() {
        DatabaseAddress address = parse("postgresql://ann:hunter2@127.0.0.1:1/kam?connectTimeout=2");

        assertThatThrownBy(() -> address.connect("test"))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("cannot connect to ann@127.0.0.1:1/kam")
                .satisfies(e -> assertThat(((SQLException) e).getSQLState()).startsWith("08"))
                .satisfies(e -> assertThat(e.toString() + e.getCause()).doesNotContain("hunter2"));
    }

    @Test
    void aHostMayHaveAnUnderscoreAsContainersDo() {
        DatabaseAddress address = DatabaseAddress.parse("postgresql://ann@my_db:5433/kam", null, null);
        assertThat(address.host()).isEqualTo("my_db");
        assertThat(address.port()).isEqualTo(5433);
    }
}
