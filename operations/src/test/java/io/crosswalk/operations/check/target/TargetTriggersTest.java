package io.crosswalk.operations.check.target;

import io.crosswalk.pipeline.row.TableId;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TargetTriggersTest {

    private static final TableId NOTES = new TableId("public", "notes");

    @Test
    void aTriggerThatActsOnMigratedRowsIsNamedWithWhatStopsIt() {
        assertThat(TargetTriggers.acting(NOTES, "TRIGGER", "log", true).remedy())
                .contains("ENABLE TRIGGER \"log\";");
        assertThat(TargetTriggers.acting(NOTES, "RULE", "log", false).remedy()).endsWith("DISABLE RULE \"log\";");
    }
}
