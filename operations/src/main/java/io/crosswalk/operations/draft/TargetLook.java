package io.crosswalk.operations.draft;

import io.crosswalk.pipeline.TableId;
import io.crosswalk.postgres.Catalog;
import io.crosswalk.postgres.DatabaseAddress;
import io.crosswalk.postgres.Failures;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What a look at the target adds to a draft: whether its tables are there already. Only reads. */
final class TargetLook {

    private static final TableId ACCOUNTS = new TableId("auth", "users");

    private TargetLook() {}

    /** A sentence for each thing worth knowing. A target that cannot be reached yet does not stop a draft. */
    static List<String> messages(DatabaseAddress target, Set<TableId> drafted) {
        Catalog catalog;
        try (Connection connection = target.connect("crosswalk draft")) {
            catalog = Catalog.read(
                    connection, drafted.stream().map(TableId::schema).collect(Collectors.toSet()));
        } catch (SQLException e) {
            return List.of("the target was not looked at: " + Failures.withoutValues(e));
        }
        List<String> messages = new ArrayList<>();
        if (drafted.contains(ACCOUNTS) && catalog.table(ACCOUNTS).isEmpty()) {
            messages.add("the target has no table auth.users: accounts need Supabase Auth there");
        }
        List<String> present = drafted.stream()
                .filter(table -> !table.schema().equals(ACCOUNTS.schema()))
                .filter(table -> catalog.table(table).isPresent())
                .sorted()
                .map(TableId::toString)
                .toList();
        if (!present.isEmpty()) {
            messages.add("in the target there are already: " + String.join(", ", present)
                    + "; look whether their columns are those of the draft");
        }
        return messages;
    }
}
