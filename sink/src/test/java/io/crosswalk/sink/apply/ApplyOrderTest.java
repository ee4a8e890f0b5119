package io.crosswalk.sink.apply;

import io.crosswalk.pipeline.row.Columns;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.pipeline.table.TargetTable;
import io.crosswalk.postgres.Catalog;
import io.crosswalk.postgres.CatalogTable;
import io.crosswalk.postgres.CatalogTable.ForeignKey;
import io.crosswalk.postgres.CatalogTable.ReplicaIdentity;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ApplyOrderTest {

    private final List<TargetTable> tables = new ArrayList<>();
    private final List<CatalogTable> catalog = new ArrayList<>();

    private static TableId id(String name) {
        return new TableId("public", name);
    }

    /** A table with look-ups into some tables and foreign keys to others. */
    private void table(String name, List<String> readsFrom, String... refersTo) {
        tables.add(new TargetTable(
                id(name),
                Columns.of("id"),
                Columns.of("id"),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                readsFrom.stream().map(ApplyOrderTest::id).collect(Collectors.toSet())));
        catalog.add(new CatalogTable(
                id(name),
                List.of(),
                List.of("id"),
                ReplicaIdentity.DEFAULT,
                List.of(),
                Stream.of(refersTo)
                        .map(parent -> new ForeignKey("to_" + parent, List.of("x"), id(parent), List.of("id")))
                        .toList(),
                0,
                0));
    }

    private ApplyOrder order() {
        return ApplyOrder.of(
                tables, new Catalog(catalog.stream().collect(Collectors.toMap(CatalogTable::id, Function.identity()))));
    }

    private List<String> names() {
        return order().parentsFirst().stream().map(table -> table.id().name()).toList();
    }

    @Test
    void whatForeignKeysReferToComesFirst() {
        table("grandchild", List.of(), "child");
        table("child", List.of(), "parent");
        table("parent", List.of());

        assertThat(names()).containsExactly("parent", "child", "grandchild");
    }

    @Test
    void whatLookupsAskComesFirst() {
        table("cards", List.of("boards"));
        table("boards", List.of("people"));
        table("people", List.of());

        assertThat(names()).containsExactly("people", "boards", "cards");
    }

    @Test
    void aCycleOfForeignKeysIsCutAndEveryTableStandsOnce() {
        table("a", List.of(), "b");
        table("b", List.of(), "c");
        table("c", List.of(), "a", "c");

        assertThat(names()).containsExactlyInAnyOrder("a", "b", "c");
    }

    @Test
    void whereALookupAndAForeignKeyCloseACycleTheLookupWins() {
        table("asks", List.of("answers"));
        table("answers", List.of(), "asks");

        assertThat(names()).containsExactly("answers", "asks");
    }

    @Test
    void tablesThatNoMappingWritesAreNoParents() {
        table("only", List.of("crosswalk_only"), "elsewhere");

        assertThat(names()).containsExactly("only");
    }

    @Test
    void aRankIsThePlaceInTheOrder() {
        table("child", List.of(), "parent");
        table("parent", List.of());
        ApplyOrder order = order();

        assertThat(order.rank(id("parent"))).isLessThan(order.rank(id("child")));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> order.rank(id("unknown")))
                .withMessageContaining("public.unknown");
    }

    @Test
    void aTableThatTheCatalogDoesNotKnowIsStillOrdered() {
        table("cards", List.of("boards"));
        table("boards", List.of());
        catalog.clear();

        assertThat(names()).containsExactly("boards", "cards");
        assertThat(ApplyOrder.of(List.of(), new Catalog(Map.of())).parentsFirst())
                .isEmpty();
    }

    @Test
    void theLookupWinsWhereverTheWalkBegins() {
        table("answers", List.of(), "asks");
        table("asks", List.of("answers"));
        assertThat(names()).containsExactly("answers", "asks");
    }

    @Test
    void theLookupWinsThroughALongerCycle() {
        table("a", List.of(), "c");
        table("b", List.of("a"));
        table("c", List.of("b"));
        assertThat(names()).containsExactly("a", "b", "c");
    }
}
