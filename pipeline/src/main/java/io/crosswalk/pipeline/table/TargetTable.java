package io.crosswalk.pipeline.table;

import io.crosswalk.pipeline.row.Columns;
import io.crosswalk.pipeline.row.Lookup;
import io.crosswalk.pipeline.row.TableId;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * A target table as the mapping sees it: what the sink has to know to write its rows.
 *
 * @param id its name
 * @param columns the columns the migration writes, in the order of the transform's rows
 * @param key the columns that identify a row; they are unique in the target
 * @param idSpace the key space under which {@code crosswalk.id_mappings} records this table's rows, when it does
 * @param account how rows are linked to accounts that may exist already; empty for ordinary tables
 * @param inherited the columns whose value is a copy of a parent row's column and follows it
 * @param readsFrom the target tables that this table's look-ups ask: they are written first
 * @param fingerprints the text columns whose values begin with a fingerprint of what is sealed in them, and the length of that beginning in
 *     characters: a new value that begins like the one that is there says the same, and that one stays
 * @param givenIds whether a legacy column holds the new ids, so that keys are look-ups until {@code id_mappings} knows them
 * @param references the columns whose parent may be missing, and what to do then
 * @param embedded the columns that refer to several rows, or to rows of several tables
 * @param fold what its rows are folded into; empty for ordinary tables
 */
public record TargetTable(
        TableId id,
        Columns columns,
        Columns key,
        Optional<String> idSpace,
        Optional<Account> account,
        List<Inherited> inherited,
        Set<TableId> readsFrom,
        Map<String, Integer> fingerprints,
        boolean givenIds,
        List<ParentReference> references,
        List<EmbeddedReferences> embedded,
        Optional<Fold> fold) {

    /** A table without sealed columns, whose keys the transformer knows and whose references nobody looks at. */
    public TargetTable(
            TableId id,
            Columns columns,
            Columns key,
            Optional<String> idSpace,
            Optional<Account> account,
            List<Inherited> inherited,
            Set<TableId> readsFrom) {
        this(
                id,
                columns,
                key,
                idSpace,
                account,
                inherited,
                readsFrom,
                Map.of(),
                false,
                List.of(),
                List.of(),
                Optional.empty());
    }

    public TargetTable {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(idSpace, "idSpace");
        Objects.requireNonNull(account, "account");
        Objects.requireNonNull(fold, "fold");
        inherited = List.copyOf(inherited);
        readsFrom = Set.copyOf(readsFrom);
        fingerprints = Map.copyOf(fingerprints);
        references = List.copyOf(references);
        embedded = List.copyOf(embedded);
        for (String column : key.names()) {
            if (!columns.contains(column)) {
                throw new IllegalArgumentException("key column " + column + " of " + id + " is not written");
            }
        }
    }

    /** The reference by which a row is an account's own; empty where rows are not. */
    public Optional<ParentReference> ownAccount() {
        return references.stream().filter(ParentReference::own).findFirst();
    }

    /**
     * Rows of this table are user accounts, or belong to one (identities). An account that exists with the same e-mail address,
     * compared in lower case, is linked and never written; else one is created. The decision is taken once and kept in
     * {@code crosswalk.id_mappings}.
     *
     * @param space the key space of the users, the {@code table_name} in {@code id_mappings}
     * @param matchColumn the column compared to find an existing account; empty when rows merely belong to an account that another table
     *     links
     * @param creation who makes an account that does not exist
     * @param withoutMatch what becomes of a user whose match column is null or empty
     */
    public record Account(String space, Optional<String> matchColumn, Creation creation, WithoutMatch withoutMatch) {

        /** Who makes accounts. */
        public enum Creation {
            /** The sink writes their rows. */
            SQL,
            /** The service that owns these tables is asked to; the sink never writes them. */
            SERVICE
        }

        /** What becomes of a user without anything to match by. */
        public enum WithoutMatch {
            /** An account is made all the same. */
            CREATE,
            /** The user waits in the quarantine. */
            QUARANTINE,
            /** The user gets no account, and none of the rows that belong to one. */
            SKIP
        }

        /** Made by SQL, with or without a match. */
        public Account(String space, Optional<String> matchColumn) {
            this(space, matchColumn, Creation.SQL, WithoutMatch.CREATE);
        }

        /** True when the sink leaves the table alone. */
        public boolean isWrittenByService() {
            return creation == Creation.SERVICE;
        }
    }

    /**
     * A column that repeats a parent's column along a reference (the tenant along a path of foreign keys). When the parent's value
     * changes, it changes in every row below, in the same target transaction.
     *
     * @param column the column of this table
     * @param link the column of this table that refers to the parent
     * @param parent the parent target table
     * @param parentLink the parent's column that {@code link} refers to
     * @param parentColumn the parent's column that is repeated
     * @param nullable whether the parent's column may be null: the child's is then made of all its parents anew, and may be null as well
     * @param sole whether every row inherits along this path; false where a row may have its value from elsewhere, so that the sink has
     *     to remember which rows inherit
     * @param preferred whether a row leaves its value from elsewhere for this one, as soon as the parent has one. Among several paths the
     *     first in {@link #inherited} wins
     */
    public record Inherited(
            String column,
            String link,
            TableId parent,
            String parentLink,
            String parentColumn,
            boolean nullable,
            boolean sole,
            boolean preferred) {

        /** One whose parent always has a value, and that takes no row over. */
        public Inherited(
                String column, String link, TableId parent, String parentLink, String parentColumn, boolean sole) {
            this(column, link, parent, parentLink, parentColumn, false, sole, false);
        }
    }

    /**
     * Rows of this table are members of a JSON value in a row of another table: the sink makes the value anew whenever they, or the row,
     * change. Such a table belongs to Crosswalk and has the columns that are named here.
     *
     * @param into the table with the JSON column
     * @param intoKey its one key column
     * @param column the JSON column, which nothing else writes
     * @param object whether the value is an object, with the members' names; else an array
     * @param numericOrder whether {@link #ORDER} holds numbers
     */
    public record Fold(TableId into, String intoKey, String column, boolean object, boolean numericOrder) {

        /** The key of the row that a member goes into. */
        public static final String PARENT = "parent";

        /** The name of a member of an object. */
        public static final String NAME = "name";

        /** What the members are ordered by; absent where they are ordered by their own key. */
        public static final String ORDER = "sort_key";

        /** The member, JSON. */
        public static final String VALUE = "value";
    }

    /**
     * A column that refers to a parent which may be missing.
     *
     * @param column the column of this table
     * @param parent the parent target table; {@link IdMappings#TABLE} for an account
     * @param parentColumn the column of the parent that the value is found in
     * @param space the key space of the users, for an account; else empty
     * @param absence what to do while the parent is missing
     * @param guaranteed whether the source sees to it that the parent exists: it is missing only where the target refuses it, so that
     *     nobody has to look while every row of its table is applied
     * @param own whether the row is the account's own: it comes from the users' table and has the account in its key. It stays with an
     *     account that was there before the migration, and goes with its user otherwise
     */
    public record ParentReference(
            String column,
            TableId parent,
            String parentColumn,
            Optional<String> space,
            Lookup.Absence absence,
            boolean guaranteed,
            boolean own) {

        /** A reference of a row that is no account's own. */
        public ParentReference(
                String column,
                TableId parent,
                String parentColumn,
                Optional<String> space,
                Lookup.Absence absence,
                boolean guaranteed) {
            this(column, parent, parentColumn, space, absence, guaranteed, false);
        }

        /** A reference whose parent may be missing in the source too. */
        public ParentReference(
                String column, TableId parent, String parentColumn, Optional<String> space, Lookup.Absence absence) {
            this(column, parent, parentColumn, space, absence, false);
        }

        public ParentReference {
            Objects.requireNonNull(space, "space");
        }

        /** The reference as a question: whether the parent is there is known in the target only. */
        public Lookup lookup(String id) {
            return Lookup.ofRow(parent, parentColumn, id, absence);
        }
    }
}
