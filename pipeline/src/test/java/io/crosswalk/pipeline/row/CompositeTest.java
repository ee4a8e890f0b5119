package io.crosswalk.pipeline.row;

import io.crosswalk.pipeline.row.Composite.Inset;
import io.crosswalk.pipeline.row.Composite.Quoting;
import io.crosswalk.pipeline.row.Composite.Text;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CompositeTest {

    private static final Lookup USER = lookup("u");
    private static final Lookup CLINIC = lookup("c");

    @Test
    void whatWasLookedUpIsQuotedForItsPlace() {
        String odd = "a\"b\\c\n\u0001,{}";
        assertThat(joined(Quoting.PLAIN, odd)).isEqualTo("<" + odd + ">");
        assertThat(joined(Quoting.JSON, odd)).isEqualTo("<" + odd + ">");
        assertThat(joined(Quoting.JSON_STRING, odd)).isEqualTo("<\"a\\\"b\\\\c\\n\\u0001,{}\">");
        assertThat(joined(Quoting.ARRAY_ELEMENT, odd)).isEqualTo("<\"a\\\"b\\\\c\n\u0001,{}\">");
        assertThat(joined(Quoting.ARRAY_ELEMENT, "683df166-94b4")).isEqualTo("<683df166-94b4>");
        assertThat(joined(Quoting.ARRAY_ELEMENT, "null")).isEqualTo("<\"null\">");
        assertThat(joined(Quoting.ARRAY_ELEMENT, "")).isEqualTo("<\"\">");
    }

    @Test
    void nullMakesATextNullAndIsWrittenElsewhere() {
        assertThat(joined(Quoting.PLAIN, null)).isNull();
        assertThat(joined(Quoting.JSON, null)).isEqualTo("<null>");
        assertThat(joined(Quoting.JSON_STRING, null)).isEqualTo("<null>");
        assertThat(joined(Quoting.ARRAY_ELEMENT, null)).isEqualTo("<NULL>");
    }

    @Test
    void compositesStandInComposites() {
        Composite inner = new Composite(List.of(new Text("user "), new Inset(USER, Quoting.PLAIN)));
        Composite outer = new Composite(List.of(
                new Text("{\"a\":"),
                new Inset(inner, Quoting.JSON_STRING),
                new Text(",\"b\":"),
                new Inset(CLINIC, Quoting.JSON_STRING),
                new Text("}")));
        assertThat(outer.lookups()).containsExactly(USER, CLINIC);
        assertThat(outer.join(lookup -> lookup.key().text())).isEqualTo("{\"a\":\"user u\",\"b\":\"c\"}");
        assertThat(outer.join(lookup -> lookup == USER ? null : "x")).isEqualTo("{\"a\":null,\"b\":\"x\"}");
        assertThat(outer.toString()).doesNotContain("user ");
    }

    @Test
    void aCompositeWithoutLookupsIsRefused() {
        assertThatThrownBy(() -> new Composite(List.of(new Text("a")))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Inset("a", Quoting.PLAIN)).isInstanceOf(IllegalArgumentException.class);
    }

    private static @Nullable String joined(Quoting quoting, @Nullable String value) {
        return new Composite(List.of(new Text("<"), new Inset(USER, quoting), new Text(">"))).join(lookup -> value);
    }

    private static Lookup lookup(String key) {
        return new Lookup(
                new TableId("public", "t"), "c", Key.of(Columns.of("k"), key), null, Lookup.Absence.QUARANTINE);
    }
}
