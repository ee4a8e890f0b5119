package io.crosswalk.operations.plan;

import io.crosswalk.testbed.server.Database;

import java.sql.SQLException;
import java.util.List;

/** Everything that a database's catalog holds, by names and definitions: what a phase and its rollback leave as it was. */
final class CatalogDump {

    private static final String OURS = "NOT IN ('pg_catalog', 'information_schema', 'pg_toast')";

    private static final String SQL = """
            SELECT concat_ws(' ', 'schema', nspname, nspowner::regrole, nspacl) FROM pg_namespace
            UNION ALL SELECT concat_ws(' ', 'relation', c.oid::regclass, relkind, relowner::regrole, relacl, relrowsecurity,
                relreplident, reloptions, pg_get_viewdef(CASE WHEN relkind = 'v' THEN c.oid END))
                FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace WHERE nspname $OURS
            UNION ALL SELECT concat_ws(' ', 'column', attrelid::regclass, attname, format_type(atttypid, atttypmod), attnotnull, attidentity,
                attgenerated, attcollation::regcollation, pg_get_expr(adbin, adrelid))
                FROM pg_attribute JOIN pg_class c ON c.oid = attrelid JOIN pg_namespace n ON n.oid = relnamespace
                LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum WHERE attnum > 0 AND NOT attisdropped AND nspname $OURS
            UNION ALL SELECT concat_ws(' ', 'constraint', conname, conrelid::regclass, contypid::regtype, convalidated, pg_get_constraintdef(k.oid))
                FROM pg_constraint k JOIN pg_namespace n ON n.oid = connamespace WHERE nspname $OURS
            UNION ALL SELECT concat_ws(' ', 'index', pg_get_indexdef(indexrelid), indisvalid, indisunique, indisprimary, indisreplident)
                FROM pg_index JOIN pg_class c ON c.oid = indexrelid JOIN pg_namespace n ON n.oid = relnamespace WHERE nspname $OURS
            UNION ALL SELECT concat_ws(' ', 'function', p.oid::regprocedure, proacl,
                md5(CASE WHEN prokind IN ('f', 'p') THEN pg_get_functiondef(p.oid) END))
                FROM pg_proc p JOIN pg_namespace n ON n.oid = pronamespace WHERE nspname $OURS
            UNION ALL SELECT concat_ws(' ', 'type', t.oid::regtype, typtype, typnotnull, typdefault, typowner::regrole)
                FROM pg_type t JOIN pg_namespace n ON n.oid = typnamespace WHERE nspname $OURS
            UNION ALL SELECT concat_ws(' ', 'label', enumtypid::regtype, enumsortorder, enumlabel) FROM pg_enum
            UNION ALL SELECT concat_ws(' ', 'trigger', pg_get_triggerdef(oid), tgenabled) FROM pg_trigger WHERE NOT tgisinternal
            UNION ALL SELECT concat_ws(' ', 'extension', extname, extversion, extnamespace::regnamespace) FROM pg_extension
            UNION ALL SELECT concat_ws(' ', 'sequence', seqrelid::regclass, seqstart, seqincrement, seqmax) FROM pg_sequence
            UNION ALL SELECT concat_ws(' ', 'policy', polname, polrelid::regclass) FROM pg_policy
            UNION ALL SELECT concat_ws(' ', 'rule', pg_get_ruledef(oid)) FROM pg_rewrite WHERE ev_class >= 16384
            UNION ALL SELECT concat_ws(' ', 'defaults', defaclrole::regrole, defaclacl) FROM pg_default_acl
            UNION ALL SELECT concat_ws(' ', 'collation', collname) FROM pg_collation WHERE oid >= 16384
            UNION ALL SELECT concat_ws(' ', 'comment', classoid::regclass, description) FROM pg_description WHERE objoid >= 16384
            ORDER BY 1""".replace("$OURS", OURS);

    private CatalogDump() {}

    static List<String> of(Database database) throws SQLException {
        return OddLegacy.rows(database, SQL);
    }
}
