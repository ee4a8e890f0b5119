package io.crosswalk.app.faults;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What a run of the torture came to, as JSON in the build's folder; written anew after each round. One thread. */
final class TortureReport {

    private final Path file;
    private final List<Round.Result> rounds = new ArrayList<>();

    TortureReport(Path file) {
        this.file = file;
    }

    void add(Round.Result round) throws IOException {
        rounds.add(round);
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, json().toPrettyString() + "\n");
    }

    /** All faults, by kind. */
    Map<FaultKind, Integer> faults() {
        Map<FaultKind, Integer> faults = new EnumMap<>(FaultKind.class);
        rounds.forEach(round -> round.faults().forEach((kind, times) -> faults.merge(kind, times, Integer::sum)));
        return faults;
    }

    private ObjectNode json() {
        ObjectNode report = new ObjectMapper().createObjectNode();
        report.put("equal", rounds.stream().allMatch(round -> round.problems().isEmpty()));
        report.put("faults", rounds.stream().mapToInt(Round.Result::struck).sum());
        ObjectNode kinds = report.putObject("faultsByKind");
        faults().forEach((kind, times) -> kinds.put(kind.name(), times));
        ArrayNode list = report.putArray("rounds");
        rounds.forEach(round -> describe(list.addObject(), round));
        return report;
    }

    private static void describe(ObjectNode node, Round.Result round) {
        node.put("seed", round.settings().seed());
        node.put("application", round.settings().application().name());
        node.put("legacyVersion", round.settings().legacyVersion());
        node.put("seconds", round.settings().lasts().toSeconds());
        node.put("hugeRows", round.settings().hugeRows());
        node.put("faults", round.struck());
        node.put("faultsAtRest", round.struckAtRest());
        node.put("transactions", round.written().committed());
        node.put("rolledBack", round.written().rolledBack());
        ObjectNode actions = node.putObject("actions");
        round.written().done().forEach(actions::put);
        node.put("starts", round.starts());
        ObjectNode ends = node.putObject("endsByExitCode");
        round.ends().forEach((code, times) -> ends.put(Integer.toString(code), times));
        node.put("readings", round.readings());
        node.put("images", round.images());
        node.put("quarantined", round.quarantined());
        ArrayNode problems = node.putArray("problems");
        round.problems().forEach(problems::add);
    }
}
