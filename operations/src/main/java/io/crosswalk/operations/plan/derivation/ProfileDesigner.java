package io.crosswalk.operations.plan.derivation;

import io.crosswalk.operations.plan.design.DesignInput;
import io.crosswalk.operations.plan.design.ProfileTrigger;
import io.crosswalk.postgres.Identifiers;
import io.crosswalk.transformer.expression.AccountOf;
import io.crosswalk.transformer.expression.Expression;
import io.crosswalk.transformer.expression.json.JsonObject;
import io.crosswalk.transformer.mapping.Mapping;
import io.crosswalk.transformer.mapping.Mapping.Accounts;
import io.crosswalk.transformer.mapping.TableMapping;
import io.crosswalk.transformer.mapping.TargetMapping;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the profiles of a mapping with accounts of Supabase Auth: the target of the users that every user has and whose key is the
 * account's. What the trigger writes follows from the mapping too: a column of the profile that is made of the same as a column of the
 * account, or as a member of the account's metadata.
 */
final class ProfileDesigner {

    private final Mapping mapping;

    ProfileDesigner(Mapping mapping) {
        this.mapping = mapping;
    }

    /** What was found. */
    record Profiles(ProfileTrigger trigger) {}

    Optional<Profiles> profiles() {
        Optional<Accounts> accounts =
                mapping.accounts().filter(it -> it.target().schema().equals(DesignInput.AUTH));
        Optional<TableMapping> users = accounts.flatMap(it -> mapping.table(it.table()));
        Optional<TargetMapping> account = users.flatMap(table ->
                table.targets().stream().filter(mapping::isAccountTable).findFirst());
        if (users.isEmpty() || account.isEmpty()) {
            return Optional.empty();
        }
        return users.get().targets().stream()
                .filter(DesignInput::isOurs)
                .filter(target -> target.condition().isEmpty()
                        && target.key().size() == 1
                        && target.expression(target.key().names().get(0)) instanceof AccountOf)
                .findFirst()
                .map(target -> new Profiles(trigger(account.get(), target)));
    }

    private static ProfileTrigger trigger(TargetMapping account, TargetMapping profile) {
        String key = profile.key().names().get(0);
        Map<String, String> values = new LinkedHashMap<>();
        values.put(key, "NEW." + Identifiers.quote(account.key().names().get(0)));
        profile.columns().forEach((column, expression) -> {
            if (!column.equals(key)) {
                value(account, column, expression).ifPresent(value -> values.put(column, value));
            }
        });
        return new ProfileTrigger(account.table(), profile.table(), key, values);
    }

    private static Optional<String> value(TargetMapping account, String name, Expression wanted) {
        // Several columns of the account may be made of the same: email_confirmed_at is null until it is confirmed.
        Optional<String> direct =
                wanted.equals(account.columns().get(name)) ? Optional.of(name) : new Images(account).of(wanted);
        if (direct.isPresent()) {
            String value = "NEW." + Identifiers.quote(direct.get());
            // The service writes both dates, but its table does not promise them.
            boolean date = direct.get().equals("created_at") || direct.get().equals("updated_at");
            return Optional.of(date ? "coalesce(" + value + ", now())" : value);
        }
        for (Map.Entry<String, Expression> column : account.columns().entrySet()) {
            if (column.getValue() instanceof JsonObject json) {
                for (Map.Entry<String, Expression> member : json.members().entrySet()) {
                    if (member.getValue().equals(wanted)) {
                        return Optional.of("NEW." + Identifiers.quote(column.getKey()) + " ->> "
                                + Identifiers.literal(member.getKey()));
                    }
                }
            }
        }
        return Optional.empty();
    }
}
