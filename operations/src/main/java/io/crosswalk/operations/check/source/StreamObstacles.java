package io.crosswalk.operations.check.source;

import io.crosswalk.connector.preparation.Unreadable;
import io.crosswalk.operations.check.Finding;
import io.crosswalk.operations.check.Inspection;
import io.crosswalk.operations.check.Surroundings;

import java.sql.SQLException;
import java.util.List;

/** What the stream cannot be read past: names that differ by case only, tables without a key, enums without labels. */
public final class StreamObstacles implements Inspection {

    @Override
    public String subject() {
        return "what the stream cannot be read past";
    }

    @Override
    public List<Finding> inspect(Surroundings surroundings) throws SQLException {
        return Unreadable.of(surroundings.source().connection(), surroundings.sourceTables()).stream()
                .map(obstacle -> Finding.blocker(
                        "source",
                        obstacle.what(),
                        "the stream would stop, so crosswalk run refuses to begin",
                        obstacle.remedy()))
                .toList();
    }
}
