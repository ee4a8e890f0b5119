package io.crosswalk.operations.draft.table;

import io.crosswalk.operations.draft.naming.SnakeCase;
import io.crosswalk.postgres.CatalogTable;
import io.crosswalk.postgres.CatalogTable.Column;
import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;

/**
 * The columns of a users' table that an account of Supabase Auth is made of, told by their names.
 *
 * @param key the only column of its key
 * @param email the address
 * @param password a hash that Supabase Auth reads, if there is one
 * @param name what the user is called
 * @param role the role in the tenant
 * @param created when the user was created
 * @param updated when the user was changed last
 */
public record UserColumns(
        String key,
        String email,
        Optional<String> password,
        Optional<String> name,
        Optional<String> role,
        Optional<String> created,
        Optional<String> updated) {

    private static final List<String> EMAIL = List.of("email", "email_address", "e_mail", "mail", "user_email");
    private static final List<String> PASSWORD = List.of(
            "password_hash", "hashed_password", "encrypted_password", "password_digest", "passwd_hash", "pw_hash");
    private static final List<String> NAME = List.of("name", "full_name", "display_name");
    private static final List<String> ROLE = List.of("role", "user_role");
    private static final List<String> CREATED = List.of("created_at", "created", "created_on", "inserted_at");
    private static final List<String> UPDATED = List.of("updated_at", "updated", "updated_on", "modified_at");

    /**
     * The columns of a table.
     *
     * @param email the column of the address; null to look for it
     * @return empty when the table has no key of one column, or no address
     */
    public static Optional<UserColumns> of(CatalogTable table, @Nullable String email) {
        Optional<String> address = email == null
                ? find(table, EMAIL)
                : table.column(email).filter(UserColumns::isText).map(Column::name);
        if (table.identity().size() != 1 || address.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new UserColumns(
                table.identity().get(0),
                address.get(),
                find(table, PASSWORD),
                find(table, NAME),
                find(table, ROLE),
                find(table, CREATED),
                find(table, UPDATED)));
    }

    private static Optional<String> find(CatalogTable table, List<String> names) {
        return names.stream()
                .flatMap(name -> table.columns().stream()
                        .filter(column -> !column.generated()
                                && SnakeCase.of(column.name()).equals(name)))
                .filter(column -> names.equals(CREATED) || names.equals(UPDATED) ? isTime(column) : isText(column))
                .map(Column::name)
                .findFirst();
    }

    private static boolean isText(Column column) {
        // An enum has a text form too, but no array of one has.
        return !column.type().endsWith("[]") && !isTime(column);
    }

    private static boolean isTime(Column column) {
        return column.castType().startsWith("timestamp") && !column.castType().endsWith("[]");
    }
}
