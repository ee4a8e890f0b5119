package io.crosswalk.sink.quarantine;

import io.crosswalk.pipeline.row.Key;
import io.crosswalk.pipeline.row.TableId;
import io.crosswalk.pipeline.table.IdMappings;

/** The text under which a row in the quarantine waits for another: target table and resolved key, or any change of a table. */
public final class WaitKey {

    /** A label that an enum of the target lacks: any new label. */
    static final String ANY_LABEL = "enum labels";

    /** Nothing that arrives: the mapping promised that the row never has to wait. */
    public static final String PROMISED = "a promise";

    private static final String ANY = "/*";

    private WaitKey() {}

    public static String of(TableId table, Key key) {
        return table + "/" + key.text();
    }

    /** The arrival of an account link. */
    public static String ofAccount(String space, String oldId) {
        return of(IdMappings.TABLE, IdMappings.key(space, oldId));
    }

    /** Anything that happens in a table: what a constraint refuses today may be accepted when another row has moved away. */
    public static String anyIn(TableId table) {
        return table + ANY;
    }

    public static boolean isAny(String waitKey) {
        return waitKey.endsWith(ANY) || waitKey.equals(ANY_LABEL) || waitKey.equals(PROMISED);
    }

    /** {@link #isAny} in SQL, of an expression. */
    static String isAnySql(String waitKey) {
        return "(right(" + waitKey + ", " + ANY.length() + ") = '" + ANY + "' OR " + waitKey + " = '" + ANY_LABEL
                + "')";
    }
}
