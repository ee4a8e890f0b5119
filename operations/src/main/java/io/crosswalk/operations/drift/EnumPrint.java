package io.crosswalk.operations.drift;

import java.util.Map;

/**
 * An enum at one moment.
 *
 * @param labels by the oid of the label, which stays when it is renamed
 */
record EnumPrint(long oid, String name, Map<String, String> labels) {

    EnumPrint {
        labels = Map.copyOf(labels);
    }
}
