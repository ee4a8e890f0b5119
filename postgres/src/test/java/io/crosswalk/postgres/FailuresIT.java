package io.crosswalk.postgres;

import io.crosswalk.testbed.junit.Databases;
import io.crosswalk.testbed.server.Database;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

@Databases
class FailuresIT {

    @ParameterizedTest
    @CsvSource({"INSERT INTO t SELECT ?", "INSERT INTO gone SELECT ?"})
    void aBatchThatFailsShowsNoneOfItsValues(String sql, Database database) throws SQLException {
        try (Connection holder = database.connect();
                Connection connection = database.connect();
                Statement statement = holder.createStatement()) {
            statement.execute("CREATE TABLE t (a text)");
            holder.setAutoCommit(false);
            statement.execute("LOCK TABLE t");
            try (Statement settings = connection.createStatement()) {
                settings.execute("SET lock_timeout = 1");
            }
            try (PreparedStatement batch = connection.prepareStatement(sql)) {
                for (String value : new String[] {"hunter2", "t0ken"}) {
                    batch.setString(1, value);
                    batch.addBatch();
                }
                Throwable failure = catchThrowable(batch::executeBatch);

                assertThat(failure).isInstanceOf(SQLException.class);
                assertThat(Failures.withoutValues(failure))
                        .doesNotContain("hunter2")
                        .doesNotContain("t0ken");
            }
        }
    }
}
