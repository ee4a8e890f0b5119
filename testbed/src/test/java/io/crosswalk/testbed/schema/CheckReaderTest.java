package io.crosswalk.testbed.schema;

import io.crosswalk.testbed.schema.CheckRule.AtLeast;
import io.crosswalk.testbed.schema.CheckRule.AtMost;
import io.crosswalk.testbed.schema.CheckRule.Matches;
import io.crosswalk.testbed.schema.CheckRule.NoLongerThan;
import io.crosswalk.testbed.schema.CheckRule.NotEmpty;
import io.crosswalk.testbed.schema.CheckRule.OneOf;
import io.crosswalk.testbed.schema.CheckRule.Ordered;
import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class CheckReaderTest {

    @Test
    void boundsAreReadWhateverTheirCast() {
        assertThat(CheckReader.read(
                        "CHECK (latitude >= '-90'::integer::double precision AND latitude <= 90::double precision)"))
                .containsExactly(
                        new AtLeast("latitude", new BigDecimal("-90"), false),
                        new AtMost("latitude", new BigDecimal("90"), false));
        assertThat(CheckReader.read("CHECK (VALUE > 0::numeric)"))
                .containsExactly(new AtLeast("VALUE", BigDecimal.ZERO, true));
    }

    @Test
    void listsPatternsLengthsAndOrdersAreRead() {
        assertThat(CheckReader.read("CHECK (\"entityType\" = ANY (ARRAY['a'::text, 'it''s'::text]))"))
                .containsExactly(new OneOf("entityType", List.of("a", "it's")));
        assertThat(CheckReader.read("CHECK (code::text ~ '^[A-Z]{3}$'::text)"))
                .containsExactly(new Matches("code", "^[A-Z]{3}$"));
        assertThat(CheckReader.read("CHECK (char_length(name) <= 80)")).containsExactly(new NoLongerThan("name", 80));
        assertThat(CheckReader.read("CHECK (\"fileName\" <> ''::text)")).containsExactly(new NotEmpty("fileName"));
        assertThat(CheckReader.read("CHECK (\"from\" <= \"to\")")).containsExactly(new Ordered("from", "to"));
        assertThat(CheckReader.read("CHECK (finish > start)")).containsExactly(new Ordered("start", "finish"));
    }

    @Test
    void whatIsNotUnderstoodIsLeftToTheServer() {
        assertThat(CheckReader.read("CHECK (a IS NULL OR b > 5) NOT VALID")).isEmpty();
    }
}
