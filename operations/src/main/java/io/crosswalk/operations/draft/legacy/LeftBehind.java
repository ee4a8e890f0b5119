package io.crosswalk.operations.draft.legacy;

import io.crosswalk.postgres.CatalogTable;
import io.crosswalk.postgres.MissingKey;
import org.jspecify.annotations.Nullable;

import java.util.Locale;
import java.util.Set;

/** Why a table is not migrated. */
final class LeftBehind {

    /** Tables in which migration tools keep their own history, in lower case. */
    private static final Set<String> HISTORIES = Set.of(
            "__drizzle_migrations",
            "__efmigrationshistory",
            "__diesel_schema_migrations",
            "_prisma_migrations",
            "_sqlx_migrations",
            "alembic_version",
            "ar_internal_metadata",
            "databasechangelog",
            "databasechangeloglock",
            "django_migrations",
            "flyway_schema_history",
            "goose_db_version",
            "knex_migrations",
            "knex_migrations_lock",
            "mikro_orm_migrations",
            "pgmigrations",
            "schema_migrations",
            "sequelizemeta",
            "typeorm_metadata");

    static final String NO_KEY = "it " + MissingKey.WHAT;

    private LeftBehind() {}

    /** The reason in one sentence; null when the table can be migrated. */
    static @Nullable String reason(CatalogTable table, boolean unlogged) {
        if (HISTORIES.contains(table.id().name().toLowerCase(Locale.ROOT))) {
            return "The history of a migration tool.";
        }
        if (unlogged) {
            return "Unlogged: its changes are not in the WAL. ALTER TABLE ... SET LOGGED, remove this entry and draft again.";
        }
        if (table.identity().isEmpty()) {
            return NO_KEY;
        }
        if (table.identity().stream().anyMatch(column -> !isNameable(column))) {
            return "A column of its key begins with $ or is called so that a mapping cannot name it.";
        }
        return null;
    }

    /** Whether an expression can name a column: what begins with $ is no column there. */
    static boolean isNameable(String column) {
        return !column.isEmpty() && !column.startsWith("$");
    }
}
