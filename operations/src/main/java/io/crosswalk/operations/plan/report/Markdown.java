package io.crosswalk.operations.plan.report;

/** Names of a stranger's catalog in Markdown: on one line, and never markup. */
final class Markdown {

    private Markdown() {}

    static String text(String text) {
        return text.replaceAll("\\R|[\\x00-\\x1f]", " ").replaceAll("([\\\\`*_\\[\\]<>#])", "\\\\$1");
    }

    static String cell(String text) {
        return text(text).replace("|", "\\|");
    }
}
