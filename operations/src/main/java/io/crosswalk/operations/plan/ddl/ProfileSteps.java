package io.crosswalk.operations.plan.ddl;

import io.crosswalk.operations.plan.design.ProfileTrigger;
import io.crosswalk.postgres.Identifiers;
import io.crosswalk.postgres.structure.QualifiedName;

/** The trigger of new accounts, and its function, as statements. Pure. */
final class ProfileSteps {

    private ProfileSteps() {}

    private static QualifiedName name(ProfileTrigger trigger) {
        return new QualifiedName(trigger.profiles().schema(), ProfileTrigger.FUNCTION);
    }

    /** Runs as its owner, because the role that creates accounts may not write profiles; so its search_path is pinned. */
    static Step function(ProfileTrigger trigger) {
        String sql = """
                CREATE FUNCTION %s() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $function$
                BEGIN
                    INSERT INTO %s (%s)
                    VALUES (%s)
                    ON CONFLICT (%s) DO NOTHING;
                    RETURN NEW;
                END
                $function$;
                REVOKE ALL ON FUNCTION %s() FROM PUBLIC;""".formatted(
                        name(trigger).quoted(),
                        Identifiers.quote(trigger.profiles()),
                        Identifiers.quoteAll(trigger.values().keySet()),
                        String.join(", ", trigger.values().values()),
                        Identifiers.quote(trigger.key()),
                        name(trigger).quoted());
        return new Step(
                "function " + name(trigger),
                sql,
                "DROP FUNCTION IF EXISTS " + name(trigger).quoted() + "();");
    }

    static Step trigger(ProfileTrigger trigger) {
        String table = Identifiers.quote(trigger.accounts());
        String name = Identifiers.quote(ProfileTrigger.NAME);
        return new Step(
                "trigger " + ProfileTrigger.NAME + " on " + trigger.accounts(),
                "CREATE TRIGGER " + name + " AFTER INSERT ON " + table + " FOR EACH ROW EXECUTE FUNCTION "
                        + name(trigger).quoted() + "();",
                "DROP TRIGGER IF EXISTS " + name + " ON " + table + ";");
    }
}
