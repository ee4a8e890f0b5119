package io.crosswalk.sink.references;

import io.crosswalk.pipeline.row.Key;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.pipeline.table.EmbeddedReferences;
import io.crosswalk.pipeline.table.EmbeddedReferences.Place;
import io.crosswalk.pipeline.table.TargetTable;
import io.crosswalk.pipeline.table.TargetTable.ParentReference;
import io.crosswalk.sink.rows.PendingRow;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * References that the changes of a batch make doubtful: children were written, or parents are gone. Rows are written without a look at
 * their parents, so that they may come in any order, and refer to each other; {@code MissingParents} looks when all are there. What a
 * rolled back attempt left here does no harm. One thread.
 */
public final class Doubts {

    /** A column that refers to a parent. */
    public record Edge(TargetTable child, ParentReference reference) {

        /** Whether the reference goes by what is recorded in a key space, and the row is not the account's own, which stays with it. */
        public boolean isTo(String space) {
            return reference.space().filter(space::equals).isPresent() && !reference.own();
        }

        boolean isKey() {
            return child.key().contains(reference.column());
        }
    }

    /** A column in which ids of a parent stand among others. */
    public record EmbeddedEdge(TargetTable child, EmbeddedReferences column, Place place) {}

    /**
     * Values of a column to be looked at.
     *
     * @param values what children may hold
     * @param users the legacy ids of the users whose accounts the values were; empty for other parents
     */
    public record Suspects(Set<String> values, Map<String, String> users) {

        Suspects() {
            this(new HashSet<>(), new HashMap<>());
        }
    }

    private final List<Edge> edges = new ArrayList<>();
    private Map<Edge, Suspects> suspects = new LinkedHashMap<>();
    /** What has to be looked at before anything is written. */
    private Map<Edge, Suspects> urgent = new LinkedHashMap<>();
    /** Edges of which every value is in doubt. */
    private Set<Edge> sweeping = new HashSet<>();

    private final List<EmbeddedEdge> embedded = new ArrayList<>();
    private Map<EmbeddedEdge, Set<String>> embeddedSuspects = new LinkedHashMap<>();
    /** What has to be looked at before anything is written. */
    private Map<EmbeddedEdge, Set<String>> embeddedUrgent = new LinkedHashMap<>();

    private Set<EmbeddedEdge> embeddedSweeping = new HashSet<>();
    /** The legacy ids of what was recorded and is no more, by the new ones. */
    private final Map<String, String> formerIds = new HashMap<>();

    public Doubts(Collection<TargetTable> tables) {
        for (TargetTable table : tables) {
            table.references().forEach(reference -> edges.add(new Edge(table, reference)));
            table.embedded()
                    .forEach(column ->
                            column.places().forEach(place -> embedded.add(new EmbeddedEdge(table, column, place))));
        }
    }

    public List<Edge> edges() {
        return edges;
    }

    /**
     * Rows were written; resolved.
     *
     * @param lacking the tables of which rows are set aside: only of those a guaranteed parent may be missing
     */
    public void written(TargetTable child, List<PendingRow> rows, Set<TableId> lacking) {
        for (Edge edge : edges) {
            ParentReference reference = edge.reference();
            if (edge.child().id().equals(child.id())
                    && reference.space().isEmpty()
                    && (!reference.guaranteed() || lacking.contains(reference.parent()))) {
                int index = child.columns().indexOf(edge.reference().column());
                for (PendingRow row : rows) {
                    if (row.row().value(index) instanceof String value) {
                        of(edge).values().add(value);
                    }
                }
            }
        }
    }

    /** Parents are gone, or have another key. */
    public void gone(TableId parent, Collection<Key> keys) {
        for (Edge edge : edges) {
            if (edge.reference().parent().equals(parent)) {
                keys.forEach(key -> of(edge).values().add((String) key.value(0)));
            }
        }
        for (EmbeddedEdge edge : embedded) {
            if (edge.place().parent().equals(parent)) {
                keys.forEach(key -> of(edge).add((String) key.value(0)));
            }
        }
    }

    /** Rows are set aside that the source has, and may say that others hang on. */
    public void refused(TableId parent, List<PendingRow> rows) {
        for (Edge edge : edges) {
            if (edge.reference().guaranteed() && edge.reference().parent().equals(parent)) {
                rows.stream()
                        .map(row -> row.symbolicKey().value(0))
                        .filter(String.class::isInstance)
                        .forEach(id -> of(edge).values().add((String) id));
            }
        }
    }

    /** All parents of a table are gone. */
    public void emptied(TableId parent) {
        embedded.stream().filter(edge -> edge.place().parent().equals(parent)).forEach(embeddedSweeping::add);
        edges.stream().filter(edge -> edge.reference().parent().equals(parent)).forEach(sweeping::add);
    }

    /** Whether references go by what is recorded in a key space. */
    public boolean areAbout(String space) {
        return edges.stream()
                        .anyMatch(edge ->
                                edge.reference().space().filter(space::equals).isPresent())
                || embedded.stream()
                        .anyMatch(edge ->
                                edge.place().space().filter(space::equals).isPresent());
    }

    /** Ids are not recorded any more: those of rows that are gone; the legacy id by the new one. */
    public void unlinked(String space, Map<String, String> userByAccount) {
        unlinked(space, userByAccount, Set.of());
    }

    /**
     * Users are without account.
     *
     * @param userByAccount the legacy id by the new one
     * @param lasting the accounts that others may get at once: those that do not go with their users, or that others had before
     */
    public void unlinked(String space, Map<String, String> userByAccount, Set<String> lasting) {
        formerIds.putAll(userByAccount);
        embedded.stream()
                .filter(edge -> edge.place().space().filter(space::equals).isPresent())
                .forEach(edge -> userByAccount
                        .keySet()
                        .forEach(account -> (lasting.contains(account) ? embeddedUrgent : embeddedSuspects)
                                .computeIfAbsent(edge, e -> new HashSet<>())
                                .add(account)));
        for (Edge edge : edges) {
            if (edge.isTo(space)) {
                userByAccount.forEach((account, user) -> {
                    Suspects doubtful = edge.isKey() || lasting.contains(account)
                            ? urgent.computeIfAbsent(edge, e -> new Suspects())
                            : of(edge);
                    doubtful.values().add(account);
                    doubtful.users().put(account, user);
                });
            }
        }
    }

    private Set<String> of(EmbeddedEdge edge) {
        return embeddedSuspects.computeIfAbsent(edge, e -> new HashSet<>());
    }

    /** The columns in which ids of a key space stand among others. */
    public List<EmbeddedEdge> embedded(String space) {
        return embedded.stream()
                .filter(edge -> edge.place().space().filter(space::equals).isPresent())
                .toList();
    }

    /** The legacy id that a new one was recorded for until this transaction; the new one itself where none was. */
    public String formerId(String newId) {
        return formerIds.getOrDefault(newId, newId);
    }

    /** What was recorded until this transaction is no concern of the next one. */
    public void forgetFormerIds() {
        formerIds.clear();
    }

    private Suspects of(Edge edge) {
        return suspects.computeIfAbsent(edge, e -> new Suspects());
    }

    public boolean areAboutWholeColumns() {
        return !suspects.isEmpty() || !urgent.isEmpty() || !sweeping.isEmpty();
    }

    public boolean isEmpty() {
        return !areAboutWholeColumns()
                && embeddedSuspects.isEmpty()
                && embeddedUrgent.isEmpty()
                && embeddedSweeping.isEmpty();
    }

    /** Hands everything over and begins anew. */
    public Map<Edge, Suspects> take() {
        Map<Edge, Suspects> taken = suspects;
        suspects = new LinkedHashMap<>();
        return taken;
    }

    /** The same for what has to be looked at before anything is written. */
    public Map<Edge, Suspects> takeUrgent() {
        Map<Edge, Suspects> taken = urgent;
        urgent = new LinkedHashMap<>();
        return taken;
    }

    /** Hands the edges over of which every value is in doubt. */
    public Set<Edge> takeSweeping() {
        Set<Edge> taken = sweeping;
        sweeping = new HashSet<>();
        return taken;
    }

    public Map<EmbeddedEdge, Set<String>> takeEmbedded() {
        Map<EmbeddedEdge, Set<String>> taken = embeddedSuspects;
        embeddedSuspects = new LinkedHashMap<>();
        return taken;
    }

    public Map<EmbeddedEdge, Set<String>> takeEmbeddedUrgent() {
        Map<EmbeddedEdge, Set<String>> taken = embeddedUrgent;
        embeddedUrgent = new LinkedHashMap<>();
        return taken;
    }

    public Set<EmbeddedEdge> takeEmbeddedSweeping() {
        Set<EmbeddedEdge> taken = embeddedSweeping;
        embeddedSweeping = new HashSet<>();
        return taken;
    }
}
