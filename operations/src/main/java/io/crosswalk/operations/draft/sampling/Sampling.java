package io.crosswalk.operations.draft.sampling;

import io.crosswalk.operations.draft.legacy.LegacySchema;
import io.crosswalk.operations.draft.legacy.References;
import io.crosswalk.operations.draft.sampling.Evidence.Finding;
import io.crosswalk.operations.draft.sampling.Evidence.Form;
import io.crosswalk.operations.draft.sampling.Evidence.Match;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.postgres.CatalogTable;
import io.crosswalk.postgres.CatalogTable.Column;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Looks at values of the columns that may hold ids without a foreign key. A statement that takes too long or may not read a table is
 * given up, and the evidence says so. Belongs to one thread.
 */
public final class Sampling {

    private static final String NO_TIME = "not looked at: the time for sampling was over";

    private final Connection connection;
    private final References references;
    private final SampleReader reader;
    private final KeyProbe probe;
    private final LongSupplier nanoTime;
    private final long deadline;

    /**
     * Looks at values through a connection that may not write.
     *
     * @param budget how long all of it may take
     * @param nanoTime the clock, as {@link System#nanoTime}
     */
    public Sampling(
            Connection connection, LegacySchema schema, References references, Duration budget, LongSupplier nanoTime) {
        this.connection = connection;
        this.references = references;
        this.reader = new SampleReader(connection);
        this.probe = new KeyProbe(connection, Parents.of(schema, references));
        this.nanoTime = nanoTime;
        this.deadline = nanoTime.getAsLong() + budget.toNanos();
    }

    /**
     * The evidence for all candidates of some tables, by table and column.
     *
     * @param progress is told what is being looked at
     */
    public Map<TableId, Map<String, Evidence>> evidence(List<CatalogTable> tables, Consumer<TableId> progress)
            throws SQLException {
        limitStatements();
        Map<TableId, Map<String, Evidence>> evidence = new TreeMap<>();
        for (CatalogTable table : tables) {
            List<Candidate> candidates = candidates(table);
            if (!candidates.isEmpty()) {
                progress.accept(table.id());
                evidence.put(table.id(), of(table, candidates));
            }
        }
        return evidence;
    }

    /** What could be the key of tables without one; a table of which that cannot be told is left out. */
    public Map<TableId, DistinctColumns> keys(List<CatalogTable> tables, Consumer<TableId> progress)
            throws SQLException {
        limitStatements();
        Map<TableId, DistinctColumns> keys = new TreeMap<>();
        for (CatalogTable table : tables) {
            progress.accept(table.id());
            attempt(() -> DistinctColumns.of(connection, table).ifPresent(found -> keys.put(table.id(), found)));
        }
        return keys;
    }

    private void limitStatements() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET statement_timeout = '5s'; SET lock_timeout = '1s'");
        }
    }

    private List<Candidate> candidates(CatalogTable table) {
        List<String> key = table.identity();
        List<Candidate> candidates = new ArrayList<>();
        for (Column column : table.columns()) {
            boolean known = column.generated()
                    || key.equals(List.of(column.name()))
                    || references.hasForeignKey(table.id(), column.name());
            if (!known) {
                Candidate.of(column).ifPresent(candidates::add);
            }
        }
        return candidates;
    }

    private Map<String, Evidence> of(CatalogTable table, List<Candidate> candidates) {
        Map<String, Evidence> evidence = new LinkedHashMap<>();
        List<String> singles = candidates.stream()
                .filter(candidate -> candidate.form() == Form.SINGLE)
                .map(Candidate::name)
                .toList();
        Map<String, ValueSample> samples = new LinkedHashMap<>();
        String failure = singles.isEmpty() ? "" : attempt(() -> samples.putAll(reader.columns(table, singles)));
        for (Candidate candidate : candidates) {
            List<Finding> findings = new ArrayList<>();
            int[] sampled = {0};
            String problem = candidate.form() == Form.SINGLE && !failure.isEmpty()
                    ? failure
                    : attempt(() -> sampled[0] = look(table, candidate, samples, findings));
            evidence.put(
                    candidate.name(),
                    problem.isEmpty()
                            ? new Evidence(candidate.form(), findings, sampled[0], "")
                            : Evidence.failed(candidate.form(), problem));
        }
        return evidence;
    }

    private int look(CatalogTable table, Candidate candidate, Map<String, ValueSample> singles, List<Finding> findings)
            throws SQLException {
        Map<String, ValueSample> samples = switch (candidate.form()) {
            case SINGLE -> Map.of("", singles.getOrDefault(candidate.name(), new ValueSample()));
            case ARRAY -> Map.of("", reader.elements(table, candidate.name()));
            case JSON -> reader.paths(table, candidate.name());
        };
        int sampled = 0;
        for (Map.Entry<String, ValueSample> sample : samples.entrySet()) {
            sampled += sample.getValue().size();
            List<Match> matches = probe.matches(called(candidate, sample.getKey()), sample.getValue());
            if (!matches.isEmpty()) {
                findings.add(new Finding(sample.getKey(), sample.getValue().size(), matches));
            }
        }
        return sampled;
    }

    /** The name that may say whose ids these are: the last member of a JSON path, or the column. */
    private static String called(Candidate candidate, String path) {
        String member = path.replace("[*]", "");
        return member.indexOf('.') < 0 ? candidate.name() : member.substring(member.lastIndexOf('.') + 1);
    }

    private interface Look {
        void run() throws SQLException;
    }

    /** Empty when it went well, else why not. The server's own message may hold a value and is not repeated. */
    private String attempt(Look look) {
        if (nanoTime.getAsLong() > deadline) {
            return NO_TIME;
        }
        try {
            look.run();
            return "";
        } catch (SQLException e) {
            String state = String.valueOf(e.getSQLState());
            return switch (state) {
                case "57014" -> "not looked at: the statement took longer than 5 seconds";
                case "55P03" -> "not looked at: the table was locked";
                case "42501" -> "not looked at: this role may not read the table";
                default -> "not looked at: the statement failed (SQLState " + state + ")";
            };
        }
    }
}
