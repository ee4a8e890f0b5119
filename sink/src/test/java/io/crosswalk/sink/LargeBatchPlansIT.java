package io.crosswalk.sink;

import io.crosswalk.pipeline.transaction.Change;
import io.crosswalk.testbed.junit.Databases;
import io.crosswalk.testbed.server.Database;
import org.junit.jupiter.api.Test;

import java.util.stream.IntStream;

import static io.crosswalk.sink.SinkBench.clinic;
import static org.assertj.core.api.Assertions.assertThat;

/** A plan that the server keeps was made for few keys; for many it takes the square of their number (docs/guarantees.md, bug 13). */
@Databases
class LargeBatchPlansIT {

    /** Notes the setting with which each statement on clinics is planned. */
    private static final String NOTED = """
            CREATE TABLE planning (mode text);
            CREATE FUNCTION note_planning() RETURNS trigger LANGUAGE plpgsql AS
              $$ BEGIN INSERT INTO public.planning VALUES (current_setting('plan_cache_mode')); RETURN NULL; END $$;
            CREATE TRIGGER noting AFTER INSERT ON clinics EXECUTE FUNCTION note_planning();
            ALTER TABLE clinics ENABLE ALWAYS TRIGGER noting""";

    @Test
    void aLargeBatchIsPlannedAnewAndASmallOneIsNot(Database database) throws Exception {
        try (SinkBench bench = new SinkBench(database)) {
            bench.write(clinic(1, "North", null));
            bench.execute(NOTED);

            bench.write(clinic(2, "South", null));
            bench.write(IntStream.range(0, 1_001)
                    .mapToObj(n -> clinic(10 + n, "Many", null))
                    .toArray(Change[]::new));
            bench.write(clinic(3, "West", null));

            assertThat(bench.rows("SELECT mode FROM planning")).containsExactly("auto", "force_custom_plan", "auto");
        }
    }
}
