package io.crosswalk.operations.check.target;

import io.crosswalk.operations.check.CheckBench;
import io.crosswalk.testbed.junit.Databases;
import io.crosswalk.testbed.junit.Legacy;
import io.crosswalk.testbed.junit.Target;
import io.crosswalk.testbed.server.Database;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

import static org.assertj.core.api.Assertions.assertThat;

@Databases
class FollowingPasswordsIT {

    private final String role = "r" + UUID.randomUUID().toString().replace("-", "");
    private CheckBench bench;

    @BeforeEach
    void create(@Legacy Database legacy, @Target Database target) throws SQLException {
        bench = new CheckBench(legacy, target);
        bench.onTarget("ALTER TABLE auth.users ADD COLUMN encrypted_password text; CREATE ROLE " + role
                + " LOGIN PASSWORD 'p'; GRANT USAGE ON SCHEMA auth TO " + role);
        bench.to(CheckBench.address(target, role, "p"))
                .inMapping("email: { lower: email } }", "email: { lower: email }, encrypted_password: email }");
    }

    @AfterEach
    void drop() throws SQLException {
        bench.onTarget("DROP OWNED BY " + role + "; DROP ROLE " + role);
    }

    private void byService() {
        bench.inMapping("target: auth.users }", "target: auth.users, create: admin_api }");
    }

    @Test
    void aRoleThatCannotCarryPasswordsIsToldWhatItLacks() throws SQLException {
        byService();

        List<String> found = bench.find(new FollowingPasswords());

        assertThat(found)
                .singleElement()
                .asString()
                .contains(
                        "WARNING target table auth.users: the role may not write the column encrypted_password",
                        "GRANT SELECT (id, encrypted_password), UPDATE (encrypted_password) ON \"auth\".\"users\" TO "
                                + role);

        bench.onTarget("GRANT SELECT (id, encrypted_password), UPDATE (encrypted_password) ON auth.users TO " + role);
        assertThat(bench.find(new FollowingPasswords())).isEmpty();
    }

    @Test
    void whereTheSinkMakesTheAccountsNothingIsSaid() {
        assertThat(bench.find(new FollowingPasswords())).isEmpty();
    }
}
