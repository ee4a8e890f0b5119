package io.crosswalk.operations.plan.design;

import java.util.List;

/**
 * An index of a target table.
 *
 * @param name its name, shortened to what PostgreSQL keeps
 * @param unique whether it forbids duplicates
 * @param columns its columns when it is on columns alone, empty for expressions and partial ones
 * @param definition what follows the table's name: {@code USING btree ("a" DESC) WHERE ...}
 * @param deferrable the DEFERRABLE clause of a unique constraint; empty for an index
 */
public record IndexDesign(String name, boolean unique, List<String> columns, String definition, String deferrable) {

    public IndexDesign {
        columns = List.copyOf(columns);
    }
}
