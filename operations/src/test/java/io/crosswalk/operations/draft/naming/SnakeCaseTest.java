package io.crosswalk.operations.draft.naming;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class SnakeCaseTest {

    @ParameterizedTest
    @CsvSource({
        "MetricValue, metric_value",
        "createdAt, created_at",
        "userID, user_id",
        "userIDs, user_ids",
        "HTTPServer, http_server",
        "HTTPServerURLs, http_server_urls",
        "address2Line, address2_line",
        "md5Hash, md5_hash",
        "_ProviderToMetricDefinition, provider_to_metric_definition",
        "__v, v",
        "already_snake, already_snake",
        "ORDER_ITEMS, order_items",
        "kebab-case, kebab_case",
        "with space, with_space",
        "1st, _1st",
        "Größe (cm), grosse_cm",
        "Straße, strasse",
        "имяФайла, имя_файла",
        "a.b, a_b",
        "$cash, cash"
    })
    void namesBecomeWordsWithUnderscores(String name, String expected) {
        assertThat(SnakeCase.of(name)).isEqualTo(expected);
    }

    @Test
    void aNameWithoutLettersIsEmpty() {
        assertThat(SnakeCase.of("\"-\"")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "clinics, clinic",
        "companies, company",
        "addresses, address",
        "boxes, box",
        "status, status",
        "class, class",
        "user, user",
        "bus, bus"
    })
    void singularsAreRightForCommonWords(String plural, String singular) {
        assertThat(Nouns.singular(plural)).isEqualTo(singular);
    }
}
