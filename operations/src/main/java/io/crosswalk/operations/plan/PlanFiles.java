package io.crosswalk.operations.plan;

import io.crosswalk.operations.plan.report.Report;
import io.crosswalk.pipeline.Failpoint;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Everything that {@code crosswalk plan} writes.
 *
 * @param texts by path below the plan's folder
 */
public record PlanFiles(Map<String, String> texts) {

    private static final String REPORT = "report.md";

    public PlanFiles {
        texts = Collections.unmodifiableMap(new LinkedHashMap<>(texts));
    }

    /** The files of a plan. */
    public static PlanFiles of(Plan plan) {
        Map<String, String> texts = new LinkedHashMap<>(PhaseFiles.of(plan));
        texts.put(REPORT, Report.of(plan));
        return new PlanFiles(texts);
    }

    /** Files that exist and say something else, apart from the report, which may be written again at any time. */
    public List<Path> different(Path folder) throws IOException {
        List<Path> different = new ArrayList<>();
        for (Map.Entry<String, String> file : texts.entrySet()) {
            Path path = folder.resolve(file.getKey());
            boolean replaceable = file.getKey().equals(REPORT) || !Files.exists(path);
            if (!replaceable && !Files.readString(path, StandardCharsets.UTF_8).equals(file.getValue())) {
                different.add(path);
            }
        }
        return different;
    }

    /** Writes all files; their paths. */
    public List<Path> write(Path folder) throws IOException {
        List<Path> written = new ArrayList<>();
        for (Map.Entry<String, String> file : texts.entrySet()) {
            Path path = folder.resolve(file.getKey());
            Path parent = path.getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            Files.writeString(path, file.getValue(), StandardCharsets.UTF_8);
            written.add(path);
            Failpoint.PLAN_FILE_WRITTEN.reached();
        }
        return written;
    }
}
