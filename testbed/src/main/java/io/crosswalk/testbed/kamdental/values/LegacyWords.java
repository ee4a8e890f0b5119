package io.crosswalk.testbed.kamdental.values;

import java.util.List;
import java.util.SplittableRandom;

/** Names, values, tokens and JSON as they stand in the legacy database. Every secret in here is made up. For one thread. */
public final class LegacyWords {

    /** A bcrypt hash of the password {@code kamdental-demo}: a login with it works where bcrypt hashes are accepted. */
    public static final String PASSWORD_HASH = "$2a$10$9sB3vKq1Xw5yTz7LrNc0PemLCbTNqx8GQK0uBhoa8XJkxKGJGQEeW";

    /** What stands in accessToken until somebody connects the spreadsheet. */
    public static final String PLACEHOLDER_TOKEN = "pending";

    private static final List<String> FIRST = List.of(
            "Ana", "Zoë", "Søren", "María José", "Wei", "小龍", "Olga", "D'Arcy", "Jürgen", "Fatima", "Kwame", "Siân 🦷");
    private static final List<String> LAST = List.of(
            "Müller", "O'Brien", "Nguyễn", "Smith-Jones", "García", "李", "Ivanova", "Østergård", "Haddad", "Mensah");
    private static final List<String> CITY = List.of(
            "Springfield", "São Paulo", "Zürich", "Kraków", "Łódź", "St. John's", "München", "Portland, OR", "東京");
    private static final List<String> METRIC = List.of(
            "Production",
            "Collections",
            "New Patients",
            "Case Acceptance",
            "Hygiene Reappointment",
            "No-Shows",
            "Overhead %",
            "Chair Utilisation",
            "Recall Rate",
            "Average Ticket");
    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    private final SplittableRandom random;

    public LegacyWords(SplittableRandom random) {
        this.random = random;
    }

    public String pick(List<String> words) {
        return words.get(random.nextInt(words.size()));
    }

    /** True so many times in a thousand. */
    public boolean perMille(int times) {
        return random.nextInt(1000) < times;
    }

    public String person() {
        return pick(FIRST) + " " + pick(LAST);
    }

    public String city() {
        return pick(CITY);
    }

    public String metric() {
        return pick(METRIC);
    }

    /** Mostly a decimal number as text; sometimes what people type instead. */
    public String value() {
        int kind = random.nextInt(100);
        return switch (kind) {
            case 0 -> "n/a";
            case 1 -> "";
            case 2 -> "1,234.5";
            default -> {
                int cents = random.nextInt(5_000_000);
                yield cents / 100 + "." + cents / 10 % 10 + cents % 10;
            }
        };
    }

    /** Looks like an OAuth access token, and says that it is none. */
    public String accessToken(int length) {
        return "ya29.fake-" + letters(length - 10);
    }

    /** Looks like an OAuth refresh token, and says that it is none. */
    public String refreshToken() {
        return "1//fake-" + letters(80);
    }

    /** Letters that do not compress much, so that a long text really is stored out of line. */
    public String letters(int length) {
        char[] text = new char[length];
        for (int i = 0; i < length; i++) {
            text[i] = LETTERS.charAt(random.nextInt(64));
        }
        return new String(text);
    }

    /** Metadata of one imported cell, with nulls inside. */
    public String metadata() {
        return "{\"import\": {\"row\": " + random.nextInt(5000) + ", \"sheet\": null, \"by\": {\"user\": null}},"
                + " \"tags\": [null, \"monthly\", \"\\u00e9\\\"\"], \"checked\": " + random.nextBoolean() + "}";
    }

    /** Metadata that PostgreSQL stores out of line (TOAST). */
    public String largeMetadata() {
        return "{\"raw\": \"" + letters(6000) + "\", \"note\": null}";
    }

    /** A dashboard's layout; a large one takes more than 8 kB. */
    public String layout(boolean large) {
        return "{\"columns\": 12, \"theme\": null, \"panes\": [{\"x\": 0, \"title\": \"" + metric() + " 📈\"}]"
                + (large ? ", \"snapshot\": \"" + letters(9000) + "\"" : "") + "}";
    }

    public String widgetConfig() {
        return "{\"colour\": \"#" + Integer.toHexString(0x100000 + random.nextInt(0xEFFFFF))
                + "\", \"axis\": {\"min\": 0, \"max\": null}, \"series\": []}";
    }
}
