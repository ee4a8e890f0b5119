package io.crosswalk.operations.draft.table;

import io.crosswalk.pipeline.row.TableId;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a draft says about one legacy table.
 *
 * @param name its name as a mapping writes it
 * @param skipped whether it is left behind
 * @param notes comment lines above it
 * @param tenant its tenant rule, as YAML
 * @param global whether it is said to have no tenant
 * @param targets what its rows become; none when it is skipped
 * @param dropped legacy columns that are left behind
 */
public record TableDraft(
        TableId source,
        String name,
        boolean skipped,
        List<String> notes,
        Optional<String> tenant,
        boolean global,
        List<TargetDraft> targets,
        List<String> dropped) {

    public TableDraft {
        notes = List.copyOf(notes);
        targets = List.copyOf(targets);
        dropped = List.copyOf(dropped);
    }

    static TableDraft skipped(TableId source, String name, List<String> reasons) {
        return new TableDraft(source, name, true, reasons, Optional.empty(), false, List.of(), List.of());
    }

    /** All comment lines of the table and its columns. */
    public List<String> allNotes() {
        return Stream.concat(
                        notes.stream(),
                        targets.stream()
                                .flatMap(target -> target.columns().stream())
                                .flatMap(column -> column.notes().stream()))
                .toList();
    }
}
