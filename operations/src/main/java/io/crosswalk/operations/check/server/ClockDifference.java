package io.crosswalk.operations.check.server;

import io.crosswalk.operations.check.Finding;
import io.crosswalk.operations.check.Inspection;
import io.crosswalk.operations.check.Query;
import io.crosswalk.operations.check.Side;
import io.crosswalk.operations.check.Surroundings;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;

/** The clocks of the two servers agree: times that the target's defaults write stand beside times from the source. */
public final class ClockDifference implements Inspection {

    private static final Duration TOLERATED = Duration.ofSeconds(2);

    @Override
    public String subject() {
        return "clocks";
    }

    @Override
    public List<Finding> inspect(Surroundings surroundings) throws SQLException {
        long begun = System.nanoTime();
        Instant source = clock(surroundings.source());
        Instant target = clock(surroundings.target());
        Duration asking = Duration.ofNanos(System.nanoTime() - begun);
        return judge(source, target, asking).stream().toList();
    }

    /** @param asking how long it took to ask both: so much they may differ without being wrong */
    static Optional<Finding> judge(Instant source, Instant target, Duration asking) {
        Duration difference = Duration.between(source, target);
        if (difference.abs().compareTo(TOLERATED.plus(asking)) <= 0) {
            return Optional.empty();
        }
        return Optional.of(Finding.warning(
                "source and target",
                "their clocks differ by " + difference.abs().toSeconds() + " seconds; the target is "
                        + (difference.isNegative() ? "behind" : "ahead"),
                "times that the target writes itself do not compare with those that come from the source",
                "let both servers follow a time service (chrony or systemd-timesyncd)"));
    }

    private static Instant clock(Side side) throws SQLException {
        return Query.of("SELECT clock_timestamp()")
                .one(
                        side.connection(),
                        row -> row.getObject(1, OffsetDateTime.class).toInstant());
    }
}
