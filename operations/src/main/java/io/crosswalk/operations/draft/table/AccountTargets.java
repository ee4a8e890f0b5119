package io.crosswalk.operations.draft.table;

import io.crosswalk.operations.draft.naming.Allotment;
import io.crosswalk.operations.draft.naming.Nouns;
import io.crosswalk.operations.draft.naming.SnakeCase;
import io.crosswalk.operations.draft.tenancy.Hop;
import io.crosswalk.operations.draft.tenancy.Route;
import io.crosswalk.operations.draft.text.Expressions;
import io.crosswalk.operations.draft.text.YamlScalar;
import io.crosswalk.postgres.CatalogTable;
import io.crosswalk.postgres.CatalogTable.Column;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a legacy user becomes: the account and its identity in Supabase Auth, a profile with all columns of the application, and the role
 * in the tenant.
 */
record AccountTargets(Decisions decisions, TargetNames names, TableDrafter tables) {

    /** What the service reads as the beginning of time where the legacy table does not say when a user was confirmed. */
    private static final String LONG_AGO = "2000-01-01 00:00:00+00";

    private static final List<String> MEMBERSHIP =
            List.of(TableDrafter.ID, "user_id", "role", "is_active", "created_at", "updated_at");

    List<TargetDraft> of(CatalogTable table, UserColumns user) {
        List<TargetDraft> targets = new ArrayList<>();
        targets.add(account(user));
        targets.add(identity(user));
        targets.add(profile(table, user));
        decisions.route(table.id()).ifPresent(route -> targets.add(membership(table, user, route)));
        return targets;
    }

    private static TargetDraft account(UserColumns user) {
        List<ColumnDraft> columns = new ArrayList<>();
        columns.add(new ColumnDraft(TableDrafter.ID, Expressions.account(user.key())));
        columns.add(constant("instance_id", "00000000-0000-0000-0000-000000000000"));
        columns.add(constant("aud", "authenticated"));
        columns.add(constant("role", "authenticated"));
        columns.add(new ColumnDraft(
                "email", Expressions.lower(user.email()), List.of("The service searches in lower case.")));
        user.password()
                .ifPresent(password -> columns.add(new ColumnDraft(
                        "encrypted_password",
                        Expressions.column(password),
                        List.of("Supabase Auth reads bcrypt and argon2 hashes as they are."))));
        columns.add(new ColumnDraft(
                "email_confirmed_at", user.created().map(Expressions::column).orElse(Expressions.constant(LONG_AGO))));
        columns.add(new ColumnDraft(
                "confirmation_token",
                Expressions.constant(""),
                List.of("Empty and never NULL: a NULL in one of these four makes every login fail.")));
        columns.add(constant("recovery_token", ""));
        columns.add(constant("email_change_token_new", ""));
        columns.add(constant("email_change", ""));
        columns.add(constant("raw_app_meta_data", "{\"provider\": \"email\", \"providers\": [\"email\"]}"));
        columns.add(user.name()
                .map(name -> new ColumnDraft("raw_user_meta_data", "{ json: { name: " + YamlScalar.of(name) + " } }"))
                .orElse(constant("raw_user_meta_data", "{}")));
        times(user, columns);
        return new TargetDraft("auth.users", TargetDraft.DEFAULT_KEY, Optional.empty(), columns);
    }

    private static TargetDraft identity(UserColumns user) {
        List<ColumnDraft> columns = new ArrayList<>();
        columns.add(new ColumnDraft(TableDrafter.ID, Expressions.id(user.key())));
        columns.add(new ColumnDraft("provider_id", Expressions.account(user.key())));
        columns.add(new ColumnDraft("user_id", Expressions.account(user.key())));
        columns.add(new ColumnDraft(
                "identity_data",
                "{ json: { sub: " + Expressions.account(user.key()) + ", email: " + Expressions.lower(user.email())
                        + ", email_verified: true } }"));
        columns.add(constant("provider", "email"));
        times(user, columns);
        return new TargetDraft("auth.identities", TargetDraft.DEFAULT_KEY, Optional.empty(), columns);
    }

    private TargetDraft profile(CatalogTable table, UserColumns user) {
        Allotment allotment = Allotment.ofColumns();
        allotment.take(TableDrafter.ID);
        allotment.take("email");
        List<ColumnDraft> columns = new ArrayList<>();
        columns.add(new ColumnDraft(TableDrafter.ID, Expressions.account(user.key())));
        columns.add(new ColumnDraft("email", Expressions.lower(user.email())));
        List<Column> others = table.columns().stream()
                .filter(column -> !column.name().equals(user.key())
                        && !column.name().equals(user.email())
                        && user.password().filter(column.name()::equals).isEmpty())
                .toList();
        columns.addAll(tables.rest(table, others, allotment).values());
        return new TargetDraft(names.of(table.id()), TargetDraft.DEFAULT_KEY, Optional.empty(), columns);
    }

    /** A row of its own, so that a user without tenant has an account and a profile, and so that a tenant can be asked for. */
    private TargetDraft membership(CatalogTable table, UserColumns user, Route route) {
        Decisions.Tenancy tenancy = decisions.tenancy().orElseThrow();
        String tenant = Nouns.singular(SnakeCase.of(tenancy.table().name()));
        List<ColumnDraft> columns = new ArrayList<>();
        columns.add(new ColumnDraft(TableDrafter.ID, Expressions.id(user.key())));
        columns.add(new ColumnDraft("user_id", Expressions.account(user.key())));
        columns.add(new ColumnDraft(tenancy.column(), Expressions.TENANT));
        Allotment allotment = Allotment.ofColumns();
        MEMBERSHIP.forEach(allotment::take);
        allotment.take(tenancy.column());
        // Tables whose tenant is that of the user's parent follow it along this column.
        route.ways().stream()
                .filter(hop -> !decisions.isTenantTable(hop.parent()))
                .forEach(hop -> columns.add(new ColumnDraft(
                        allotment.name(hop.column()).name(), tables.reference(hop.column(), hop.parent()))));
        user.role().ifPresent(role -> columns.add(new ColumnDraft("role", Expressions.column(role))));
        columns.add(constant("is_active", "true"));
        times(user, columns);
        String when = Expressions.firstOf(route.ways().stream().map(Hop::column).toList());
        return new TargetDraft(
                names.further(table.id(), "user_" + tenant + "_roles"),
                TargetDraft.DEFAULT_KEY,
                Optional.of(when),
                columns);
    }

    private static void times(UserColumns user, List<ColumnDraft> columns) {
        user.created().ifPresent(created -> columns.add(new ColumnDraft("created_at", Expressions.column(created))));
        user.updated().ifPresent(updated -> columns.add(new ColumnDraft("updated_at", Expressions.column(updated))));
    }

    private static ColumnDraft constant(String column, String text) {
        return new ColumnDraft(column, Expressions.constant(text));
    }
}
