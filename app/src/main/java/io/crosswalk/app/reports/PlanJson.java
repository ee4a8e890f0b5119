package io.crosswalk.app.reports;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.crosswalk.operations.plan.Plan;
import io.crosswalk.operations.plan.ddl.Phase;
import io.crosswalk.operations.plan.ddl.Step;

import java.util.List;
import java.util.stream.Stream;

/** A plan for programs: what each phase does and takes back, what is done already, and what is in the way. */
public final class PlanJson {

    private PlanJson() {}

    public static String of(Plan plan) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("name", plan.name());
        root.put("prepared", plan.isPrepared());
        texts(root.putArray("conflicts"), plan.differences().conflicts());
        texts(
                root.putArray("notes"),
                Stream.concat(plan.design().notes().stream(), plan.differences().notes().stream())
                        .toList());
        ArrayNode phases = root.putArray("phases");
        plan.phases().forEach(phase -> phase(phases.addObject(), phase));
        return root.toPrettyString();
    }

    private static void phase(ObjectNode node, Phase phase) {
        node.put("number", phase.number());
        node.put("title", phase.title());
        ArrayNode steps = node.putArray("steps");
        phase.done().forEach(step -> step(steps.addObject(), step, true));
        phase.missing().forEach(step -> step(steps.addObject(), step, false));
    }

    private static void step(ObjectNode node, Step step, boolean done) {
        node.put("what", step.what());
        node.put("done", done);
        node.put("apply", step.apply());
        node.put("undo", step.undo());
    }

    private static void texts(ArrayNode node, List<String> texts) {
        texts.forEach(node::add);
    }
}
