package io.crosswalk.operations.draft;

import io.crosswalk.operations.draft.legacy.LegacySchema;
import io.crosswalk.operations.draft.legacy.LegacySchemaReader;
import io.crosswalk.operations.draft.merge.EditedFile;
import io.crosswalk.operations.draft.merge.Merge;
import io.crosswalk.operations.draft.sampling.Sampled;
import io.crosswalk.operations.draft.sampling.Sampling;
import io.crosswalk.operations.draft.table.TableDraft;
import io.crosswalk.operations.draft.table.TableDrafter;
import io.crosswalk.operations.draft.table.TargetNames;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.postgres.CatalogTable;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Drafts a crosswalk.yaml from the legacy catalog, or adds to one what is new. Only reads the source. Belongs to one thread. */
public final class Draft {

    private final DraftRequest request;
    private final Consumer<String> progress;

    private Draft(DraftRequest request, Consumer<String> progress) {
        this.request = request;
        this.progress = progress;
    }

    /**
     * What came of it.
     *
     * @param text the file as it is now, or what is to be printed
     * @param changed whether anything was new
     * @param summary of what was drafted this time
     * @param messages what else somebody should know, a sentence each
     */
    public record Outcome(String text, boolean changed, DraftSummary summary, List<String> messages) {

        public Outcome {
            messages = List.copyOf(messages);
        }
    }

    /**
     * Drafts, and writes the file when the request names one.
     *
     * @param progress is told what is being done, in short sentences
     * @throws DraftRefusedException when the request cannot be met; nothing was touched
     * @throws io.crosswalk.transformer.yaml.InvalidFileException when the file that exists has problems
     */
    public static Outcome run(DraftRequest request, Consumer<String> progress) throws SQLException, IOException {
        return new Draft(request, progress).run();
    }

    private Outcome run() throws SQLException, IOException {
        Optional<String> before =
                request.output().isPresent() ? DraftFile.read(request.output().get()) : Optional.empty();
        Optional<EditedFile> edited = before.map(
                text -> EditedFile.read(request.output().orElseThrow().toString(), text));
        try (Connection connection = request.source().connect("crosswalk draft")) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("SET default_transaction_read_only = on");
            }
            return edited.isPresent() ? add(connection, edited.get()) : fresh(connection);
        }
    }

    private Outcome fresh(Connection connection) throws SQLException, IOException {
        LegacySchema schema = LegacySchemaReader.read(connection, Set.of());
        DraftContext undemanding = DraftContext.fresh(schema, request);
        TargetNames names = names(schema, undemanding.decisions().users());
        List<TableId> migrated =
                schema.migrated().stream().map(CatalogTable::id).toList();
        Optional<TargetLook> look = look(migrated, names);
        DraftContext context = demandingTenants(undemanding, look, migrated, names);
        DraftSecrets secrets =
                DraftSecrets.of(request.output(), context.decisions().users().isPresent());
        FreshDraft draft = new FreshDraft(context, request, secrets);
        TableDrafter drafter = new TableDrafter(
                schema,
                context.references(),
                context.decisions(),
                names,
                sampled(connection, context, schema.migrated(), schema.keyless()));
        List<TableDraft> tables = draft.order().stream().map(drafter::draft).toList();
        String text = draft.text(tables);
        List<String> messages = new ArrayList<>(SelfCheck.problems(text, schema));
        Set<TableId> drafted = EditedFile.read("the draft", text).targets();
        look.ifPresent(it -> messages.addAll(it.messages(drafted)));
        messages.addAll(secrets.make());
        if (request.output().isPresent()) {
            DraftFile.write(request.output().get(), Optional.empty(), text);
        }
        return new Outcome(
                text, true, DraftSummary.of(tables, context.decisions(), context.decisionsToTake()), messages);
    }

    private Outcome add(Connection connection, EditedFile file) throws SQLException, IOException {
        LegacySchema all = LegacySchemaReader.read(connection, request.isOneDatabase() ? file.targets() : Set.of());
        EditedContext edited = EditedContext.of(file, all, request);
        LegacySchema schema = edited.context().schema();
        TargetNames names = new TargetNames(schema, file.mapping().targetSchema(), edited.occupied());
        List<TableId> newTables =
                edited.newTables().stream().filter(schema::isMigrated).toList();
        names.name(newTables);
        Optional<TargetLook> look = newTables.isEmpty() ? Optional.empty() : look(newTables, names);
        DraftContext context = demandingTenants(edited.context(), look, newTables, names);
        List<CatalogTable> looked =
                edited.tablesWithNews().stream().map(schema::table).toList();
        List<CatalogTable> keyless = schema.keyless().stream()
                .filter(table -> edited.newTables().contains(table.id()))
                .toList();
        TableDrafter drafter = new TableDrafter(
                schema,
                context.references(),
                context.decisions(),
                names,
                sampled(connection, context, looked, keyless));
        EditedContext.News news = edited.news(drafter);
        String text = Merge.of(file, news.additions());
        List<String> messages = new ArrayList<>(edited.gone());
        messages.addAll(news.messages());
        look.ifPresent(it -> messages.addAll(it.obstacle()));
        boolean changed = !news.additions().isEmpty();
        if (changed) {
            messages.addAll(SelfCheck.problems(text, schema));
            DraftFile.write(request.output().orElseThrow(), Optional.of(file.text()), text);
        }
        return new Outcome(text, changed, DraftSummary.of(news.tables(), context.decisions(), List.of()), messages);
    }

    private TargetNames names(LegacySchema schema, Optional<TableId> users) {
        TargetNames names = new TargetNames(schema, "public", occupied(schema));
        users.ifPresent(table -> names.name(table, "profiles"));
        names.name(schema.migrated().stream()
                .map(CatalogTable::id)
                .filter(table -> !users.equals(Optional.of(table)))
                .toList());
        return names;
    }

    private Optional<TargetLook> look(List<TableId> sources, TargetNames names) {
        return request.target()
                .map(target -> TargetLook.at(
                        target, sources.stream().map(names::target).toList()));
    }

    /** A target that is there decides whether rows may be written without a tenant. */
    private static DraftContext demandingTenants(
            DraftContext context, Optional<TargetLook> look, List<TableId> sources, TargetNames names) {
        return look.flatMap(it -> context.decisions()
                        .tenancy()
                        .map(tenancy ->
                                context.demandingTenants(it.demandingTenants(tenancy.column(), sources, names))))
                .orElse(context);
    }

    /** Where both sides are one database, a legacy table's own name is not free for its target. */
    private Collection<TableId> occupied(LegacySchema schema) {
        return request.isOneDatabase() ? schema.tables().keySet() : Set.of();
    }

    private Sampled sampled(
            Connection connection, DraftContext context, Collection<CatalogTable> tables, List<CatalogTable> keyless)
            throws SQLException {
        if (request.sampling().isEmpty()) {
            return Sampled.nothing();
        }
        Sampling sampling = new Sampling(
                connection,
                context.schema(),
                context.references(),
                request.sampling().get(),
                System::nanoTime);
        Consumer<TableId> looking = table -> progress.accept("looking at values of " + table);
        return new Sampled(sampling.evidence(List.copyOf(tables), looking), sampling.keys(keyless, looking));
    }
}
