package io.crosswalk.pipeline.row;

import org.junit.jupiter.api.Test;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class RowTest {

    private static final Columns COLUMNS = Columns.of("id", "name", "text");

    @Test
    void absentIsNotNull() {
        Row row = Row.of(COLUMNS, "1", null, Row.ABSENT);

        assertThat(row.isAbsent(1)).isFalse();
        assertThat(row.isAbsent(2)).isTrue();
        assertThat(row.value("name")).isNull();
        assertThat(row).isNotEqualTo(Row.of(COLUMNS, "1", null, null));
    }

    @Test
    void isCompleteWhenEveryValueIsKnown() {
        assertThat(Row.of(COLUMNS, "1", null, "").isComplete()).isTrue();
        assertThat(Row.of(COLUMNS, "1", null, Row.ABSENT).isComplete()).isFalse();
    }

    @Test
    void takesWhatIsAbsentFromAnOlderImageAndNothingElse() {
        Row older = Row.of(COLUMNS, "1", "old", "long");

        assertThat(Row.of(COLUMNS, "2", null, Row.ABSENT).over(older)).isEqualTo(Row.of(COLUMNS, "2", null, "long"));
    }

    @Test
    void staysAbsentOverAnOlderImageThatDoesNotKnowEither() {
        Row partial = Row.of(COLUMNS, "1", "new", Row.ABSENT);

        assertThat(partial.over(Row.of(COLUMNS, "1", "old", Row.ABSENT))).isEqualTo(partial);
    }

    @Test
    void aCompleteRowNeedsNoOlderImage() {
        Row complete = Row.of(COLUMNS, "1", null, "");

        assertThat(complete.over(Row.of(Columns.of("other"), "x"))).isSameAs(complete);
    }

    @Test
    void refusesAnOlderImageOfAnotherShape() {
        Row partial = Row.of(COLUMNS, "1", "n", Row.ABSENT);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> partial.over(Row.of(Columns.of("id", "text", "name"), "1", "t", "n")));
    }

    @Test
    void refusesAnotherNumberOfValuesThanColumns() {
        assertThatIllegalArgumentException().isThrownBy(() -> Row.of(COLUMNS, "1", "2"));
        assertThatIllegalArgumentException().isThrownBy(() -> Row.of(COLUMNS, "1", "2", "3", "4"));
    }

    @Test
    void refusesAColumnItDoesNotHave() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Row.of(COLUMNS, "1", "2", "3").value("Name"))
                .withMessageContaining("Name");
    }

    @Test
    void makesTheKeyInTheOrderOfTheKeyColumns() {
        assertThat(Row.of(COLUMNS, "1", "n", "t").key(Columns.of("text", "id")))
                .isEqualTo(Key.of(Columns.of("text", "id"), "t", "1"));
    }

    @Test
    void aKeyColumnNeedsAValue() {
        for (Row row : List.of(Row.of(COLUMNS, "1", null, "t"), Row.of(COLUMNS, "1", Row.ABSENT, "t"))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> row.key(Columns.of("id", "name")))
                    .withMessageContaining("name");
        }
    }

    @Test
    void showsNamesAndNoValues() {
        assertThat(Row.of(COLUMNS, "k1", "hunter2", "t0ken").toString())
                .contains("id", "name", "text")
                .doesNotContain("k1", "hunter2", "t0ken");
    }

    @Test
    void aLongerTextWeighsMore() {
        long light = Row.of(COLUMNS, "1", null, "").weight();

        assertThat(Row.of(COLUMNS, "1", null, "x".repeat(1_000)).weight()).isEqualTo(light + 1_000);
    }
}
