package io.crosswalk.sink.rows;

import io.crosswalk.pipeline.row.Columns;
import io.crosswalk.pipeline.row.Composite;
import io.crosswalk.pipeline.row.Composite.Inset;
import io.crosswalk.pipeline.row.Composite.Quoting;
import io.crosswalk.pipeline.row.Composite.Text;
import io.crosswalk.pipeline.row.Key;
import io.crosswalk.pipeline.row.Lookup;
import io.crosswalk.pipeline.row.Lookup.Absence;
import io.crosswalk.pipeline.row.Refusal;
import io.crosswalk.pipeline.row.Row;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.pipeline.table.IdMappings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class RowJsonTest {

    private static final TableId PEOPLE = new TableId("public", "people");
    private static final Columns ID = Columns.of("id");
    private static final Key KEY = Key.of(ID, "1");

    private static Object roundTrip(Object value) {
        String json = RowJson.write(KEY, Row.of(Columns.of("id", "v"), "1", value));
        assertThat(RowJson.readKey(json)).isEqualTo(KEY);
        return RowJson.readRow(json).value("v");
    }

    private static Lookup account(String oldId, Object otherwise) {
        return new Lookup(IdMappings.TABLE, IdMappings.NEW_ID, IdMappings.key("User", oldId), otherwise, Absence.FAIL);
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(strings = {"text", "null", "{\"absent\": true}", "a\"b\\c\n\t\u0001", "zwölf 🦷", "1e3"})
    void aTextComesBackAsItWasAndNullAsNull(String text) {
        assertThat(roundTrip(text)).isEqualTo(text);
    }

    @Test
    void anAbsentValueStaysAbsent() {
        assertThat(roundTrip(Row.ABSENT)).isSameAs(Row.ABSENT);
    }

    @Test
    void aRefusalKeepsItsReason() {
        assertThat(roundTrip(new Refusal("no value for it"))).isEqualTo(new Refusal("no value for it"));
    }

    @ParameterizedTest
    @EnumSource(Absence.class)
    void aLookupKeepsWhatToDoWhenNothingIsFound(Absence absence) {
        Lookup lookup = new Lookup(PEOPLE, "clinic_id", KEY, null, absence);

        assertThat(roundTrip(lookup)).isEqualTo(lookup);
    }

    @Test
    void aLookupMayHoldLookupsInItsKeyAndInItsAlternative() {
        Key inner = Key.of(Columns.of("user_id", "kind"), account("u1", "00000000-0000-0000-0000-000000000001"), "a");
        Lookup alternative = new Lookup(PEOPLE, "clinic_id", KEY, "text", Absence.NULL);
        Lookup lookup = new Lookup(PEOPLE, "clinic_id", inner, alternative, Absence.QUARANTINE);

        assertThat(roundTrip(lookup)).isEqualTo(lookup);
    }

    @Test
    void aCompositeKeepsItsPartsAndTheirQuoting() {
        Composite inner = new Composite(List.of(new Text("u/"), new Inset(account("u1", "derived"), Quoting.PLAIN)));
        Composite whole =
                new Composite(List.of(new Text("{\"absent\":"), new Inset(inner, Quoting.JSON_STRING), new Text("}")));
        Row row = Row.of(Columns.of("config"), whole);
        assertThat(RowJson.readRow(RowJson.write(KEY, row))).isEqualTo(row);
    }

    @Test
    void theKeyMayBeALookup() {
        Key key = Key.of(Columns.of("b", "a"), account("u1", null), "2");

        assertThat(RowJson.readKey(RowJson.write(key, Row.of(ID, "1")))).isEqualTo(key);
    }

    @Test
    void columnsKeepTheirOrder() {
        Row row = Row.of(Columns.of("z", "a", "m"), "1", null, Row.ABSENT);

        assertThat(RowJson.readRow(RowJson.write(KEY, row))).isEqualTo(row);
    }

    @Test
    void aDocumentThatIsNoneIsNotRepeated() {
        assertThatIllegalStateException()
                .isThrownBy(() -> RowJson.readRow("{\"key\": hunter2"))
                .satisfies(e -> assertThat(e).hasNoCause().hasMessageNotContaining("hunter2"));
    }
}
