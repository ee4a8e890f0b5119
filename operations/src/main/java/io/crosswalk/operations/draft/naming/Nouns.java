package io.crosswalk.operations.draft.naming;

/** Singular and plural of English names in snake case, as far as the rules go. */
public final class Nouns {

    private Nouns() {}

    /** {@code clinics} is clinic, {@code companies} company, {@code addresses} address, {@code status} stays. */
    public static String singular(String name) {
        if (name.length() > 4 && name.endsWith("ies")) {
            return name.substring(0, name.length() - 3) + "y";
        }
        if (name.matches(".*(ss|x|ch|sh)es")) {
            return name.substring(0, name.length() - 2);
        }
        boolean plural = name.length() > 3 && name.endsWith("s") && !name.matches(".*(ss|us|is)");
        return plural ? name.substring(0, name.length() - 1) : name;
    }

    /** {@code user} is users, {@code analysis} analysises: right often enough for a name that has to differ. */
    static String plural(String name) {
        return name.matches(".*(s|x|ch|sh)") ? name + "es" : name + "s";
    }
}
