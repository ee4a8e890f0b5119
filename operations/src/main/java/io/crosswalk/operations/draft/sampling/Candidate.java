package io.crosswalk.operations.draft.sampling;

import io.crosswalk.operations.draft.naming.Nouns;
import io.crosswalk.operations.draft.naming.SnakeCase;
import io.crosswalk.operations.draft.sampling.Evidence.Form;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.postgres.CatalogTable.Column;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A column that may hold ids although no foreign key says so.
 *
 * @param name its name
 * @param form how it would hold them
 * @param numeric whether its values are numbers: small numbers are ids of every table, so only a name can tell of which
 */
public record Candidate(String name, Form form, boolean numeric) {

    private static final Set<String> TEXTS = Set.of("text", "character varying", "bpchar", "uuid");
    private static final Set<String> NUMBERS = Set.of("smallint", "integer", "bigint");
    private static final Pattern ID_NAME = Pattern.compile("(.+)_(id|ids|uuid|uuids|by|ref|refs)");
    private static final Pattern PERSON =
            Pattern.compile("(.*_)?(user|owner|author|creator|editor|assignee|approver|reviewer)|.*_by");
    private static final Set<String> PEOPLE = Set.of("user", "account", "member", "person", "profile", "employee");

    /** The column as a candidate; empty for types that hold no ids, and for numbers that are not called so. */
    static Optional<Candidate> of(Column column) {
        String type = column.castType();
        boolean array = type.endsWith("[]");
        String element = array ? type.substring(0, type.length() - 2) : type;
        Form form = array ? Form.ARRAY : Form.SINGLE;
        if (TEXTS.contains(element)) {
            return Optional.of(new Candidate(column.name(), form, false));
        }
        if (NUMBERS.contains(element) && isCalledId(column.name())) {
            return Optional.of(new Candidate(column.name(), form, true));
        }
        return type.equals("json") || type.equals("jsonb")
                ? Optional.of(new Candidate(column.name(), Form.JSON, false))
                : Optional.empty();
    }

    /** Whether a column is called as ids are: {@code entityId}, {@code createdBy}. */
    public static boolean isCalledId(String column) {
        return ID_NAME.matcher(SnakeCase.of(column)).matches();
    }

    /** Whether the name of a column or of a JSON member says that it holds ids of a table: providerId of Provider, createdBy of User. */
    static boolean isCalledAfter(String column, TableId table) {
        String name = SnakeCase.of(column);
        String stem = ID_NAME.matcher(name).replaceFirst("$1");
        String noun = Nouns.singular(SnakeCase.of(table.name()));
        boolean same = Nouns.singular(stem).equals(noun) || stem.endsWith("_" + noun);
        boolean person = PERSON.matcher(stem).matches() || name.endsWith("_by");
        return same || person && PEOPLE.contains(noun);
    }
}
