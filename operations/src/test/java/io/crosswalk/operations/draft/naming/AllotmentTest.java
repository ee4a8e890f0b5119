package io.crosswalk.operations.draft.naming;

import io.crosswalk.operations.draft.naming.Allotment.Given;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;

class AllotmentTest {

    private final Allotment columns = Allotment.ofColumns();

    @Test
    void aPlainNameNeedsNoNote() {
        assertThat(columns.name("createdAt")).isEqualTo(new Given("created_at", Optional.empty()));
    }

    @Test
    void theSecondOfTwoNamesThatBecomeOneIsNumberedAndNoted() {
        columns.name("userId");

        Given second = columns.name("user_ID");

        assertThat(second.name()).isEqualTo("user_id_2");
        assertThat(second.note()).hasValue("user_id is taken by userId: user_id_2");
    }

    @Test
    void aNameInItsFinalFormIsKeptWhateverComesBeforeIt() {
        Map<String, Given> names = columns.names(List.of("userId", "user_id", "UserID"));

        assertThat(names.get("user_id").name()).isEqualTo("user_id");
        assertThat(names.get("userId").name()).isEqualTo("user_id_2");
        assertThat(names.get("UserID").name()).isEqualTo("user_id_3");
    }

    @Test
    void reservedTablesBecomePluralAndReservedColumnsGetAnUnderscore() {
        assertThat(Allotment.ofTables().name("User").name()).isEqualTo("users");
        assertThat(Allotment.ofTables().name("order").note()).hasValue("order is a reserved word: orders");
        assertThat(columns.name("select").name()).isEqualTo("select_");
    }

    @Test
    void longNamesAreCutAndStayDifferent() {
        String common = "AndThisIsAVeryLongColumnNameThatBecomesEvenLongerInSnakeCase";

        String first = columns.name(common + "Alas").name();
        String second = columns.name(common + "Else").name();

        assertThat(first).isNotEqualTo(second).matches("and_this_is_.*_[0-9a-f]{8}");
        assertThat(List.of(first, second))
                .allSatisfy(name -> assertThat(name.length()).isLessThanOrEqualTo(63));
    }

    @Test
    void bytesAreCountedAndNoCharacterIsSplit() {
        String name = columns.name("ж".repeat(60)).name();

        assertThat(name.getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(63);
        assertThat(name).matches("ж+_[0-9a-f]{8}");
    }

    @Test
    void aNumberFitsBehindAnAlreadyLongName() {
        String longest = "a".repeat(63);
        columns.name(longest);

        assertThat(columns.name("A".repeat(63)).name()).hasSize(63).endsWith("_2");
    }

    @Test
    void aNameWithoutLettersIsGivenOne() {
        assertThat(columns.name("-").name()).isEqualTo("column_without_name");
        assertThat(columns.name("+").name()).isEqualTo("column_without_name_2");
    }
}
