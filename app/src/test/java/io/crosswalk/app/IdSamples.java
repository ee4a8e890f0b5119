package io.crosswalk.app;

import io.crosswalk.transformer.keys.CuidBijection;

import java.util.Locale;
import java.util.Random;
import java.util.UUID;

/** Legacy ids of every format, each third one damaged a little; UUIDs of every version and variant. */
record IdSamples(Random random) {

    // What damages an id: other cases, scripts and widths, line ends, neighbours of the digits and letters in
    // ASCII.
    private static final String[] STRAYS = {
        "0",
        "9",
        "a",
        "f",
        "g",
        "z",
        "A",
        "F",
        "Z",
        "-",
        "_",
        " ",
        "\n",
        "\r\n",
        "\t",
        "/",
        ":",
        "`",
        "{",
        "\\",
        "'",
        "$",
        "\u0669",
        "\uff19",
        "\u0131",
        "\u017f",
        "\u00e9",
        "e\u0301",
        "\u200b",
        "\ud83e\uddb7"
    };

    String legacyId() {
        String id = intactId();
        if (random.nextInt(3) > 0) {
            return id;
        }
        int from = random.nextInt(id.length() + 1);
        int to = Math.min(id.length(), from + random.nextInt(2));
        String stray = random.nextInt(4) == 0 ? "" : STRAYS[random.nextInt(STRAYS.length)];
        return id.substring(0, from) + stray + id.substring(to);
    }

    UUID uuid() {
        if (random.nextBoolean()) {
            return uuid(random.nextBoolean() ? 8 : 4);
        }
        return new UUID(random.nextLong(), random.nextLong());
    }

    UUID uuid(int version) {
        long edge = random.nextInt(10) == 0 ? random.nextInt(3) - 1 : random.nextLong();
        long most = edge & ~0xf000L | (long) version << 12;
        return new UUID(most, random.nextLong() >>> 2 | Long.MIN_VALUE);
    }

    private String intactId() {
        return switch (random.nextInt(12)) {
            case 0, 1, 2 -> CuidBijection.toCuid(uuid(8));
            case 3 -> CuidBijection.toCuid(uuid(4));
            case 4, 5 -> "c" + digits(24);
            case 6, 7 -> uuid().toString();
            case 8 -> uuid().toString().toUpperCase(Locale.ROOT);
            case 9 -> "c" + digits(20 + random.nextInt(10));
            case 10 -> digits(random.nextInt(40));
            default -> Long.toString(random.nextLong());
        };
    }

    private String digits(int count) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append(Character.forDigit(random.nextInt(36), 36));
        }
        return text.toString();
    }
}
