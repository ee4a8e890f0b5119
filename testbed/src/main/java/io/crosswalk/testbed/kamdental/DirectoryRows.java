package io.crosswalk.testbed.kamdental;

import io.crosswalk.testbed.kamdental.values.LegacyIds;
import io.crosswalk.testbed.kamdental.values.LegacyWords;
import org.jspecify.annotations.Nullable;

import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/** Generates the rows of clinics, users, providers, definitions and data sources. For one thread. */
final class DirectoryRows {

    private static final List<String> ROLES =
            List.of("office_manager", "dentist", "front_desk", "dentist", "admin", "front_desk");
    private static final List<String> STATUS = List.of("active", "active", "active", "inactive");
    private static final List<String> CATEGORIES = List.of("financial", "patient", "operational");

    private final LegacyDirectory directory;
    private final SplittableRandom random;
    private final LegacyWords words;

    DirectoryRows(LegacyDirectory directory, SplittableRandom random) {
        this.directory = directory;
        this.random = random;
        this.words = new LegacyWords(random);
    }

    /** id, name, location, status, createdAt, updatedAt. */
    void clinics(CopyRows rows) throws SQLException {
        int number = 0;
        for (LegacyDirectory.Clinic clinic : directory.clinics()) {
            rows.text(clinic.id())
                    .text("Clinic " + number + " " + words.city() + (number % 6 == 0 ? " 🦷" : ""))
                    .text(words.city())
                    .text(words.pick(STATUS));
            end(rows);
            number++;
        }
    }

    /** id, email, name, role, passwordHash, lastLogin, clinicId, createdAt, updatedAt. */
    void users(CopyRows rows) throws SQLException {
        int number = 0;
        for (LegacyDirectory.Clinic clinic : directory.clinics()) {
            for (String id : clinic.users()) {
                user(rows, id, number, ROLES.get(number % ROLES.size()), clinic.id());
                number++;
            }
        }
        for (String id : directory.admins()) {
            user(rows, id, number, "admin", null);
            number++;
        }
    }

    private void user(CopyRows rows, String id, int number, String role, @Nullable String clinic) throws SQLException {
        String email = "user." + number + "@Clinic" + number % 40 + ".Example";
        // The first system admin never set a password.
        boolean passwordless = id.equals(directory.admins().get(0));
        rows.text(id)
                .text(number % 4 == 0 ? email : email.toLowerCase(Locale.ROOT))
                .text(words.person())
                .text(role)
                .text(passwordless ? null : LegacyWords.PASSWORD_HASH)
                .timestamp(number % 3 == 0 ? -1 : someTime())
                .text(clinic);
        end(rows);
    }

    /** id, name, providerType, status, clinicId, createdAt, updatedAt. */
    void providers(CopyRows rows) throws SQLException {
        for (LegacyDirectory.Clinic clinic : directory.clinics()) {
            for (String id : clinic.providers()) {
                rows.text(id)
                        .text("Dr. " + words.person())
                        .text(words.perMille(700) ? "dentist" : "hygienist")
                        .text(words.pick(STATUS))
                        .text(clinic.id());
                end(rows);
            }
        }
    }

    /** id, name, description, dataType, calculationFormula, category, isComposite, createdAt, updatedAt. */
    void definitions(CopyRows rows) throws SQLException {
        int number = 0;
        for (String id : directory.definitions()) {
            boolean composite = number % 5 == 0;
            rows.text(id)
                    .text(words.metric() + " " + number)
                    .text("What is counted:\n\tmetric " + number + " \\ per month")
                    .text(number % 3 == 0 ? "percentage" : "currency")
                    .text(composite ? "(production - adjustments) / days" : null)
                    .text(words.pick(CATEGORIES))
                    .flag(composite);
            end(rows);
            number++;
        }
    }

    /** See {@link LegacyPopulation} for the columns. One token is 6 kB long; some are placeholders. */
    void dataSources(CopyRows rows) throws SQLException {
        int number = 0;
        for (LegacyDirectory.Clinic clinic : directory.clinics()) {
            for (String id : clinic.dataSources()) {
                rows.text(id)
                        .text("Sheet of " + words.city())
                        .text(words.letters(44))
                        .text("Sheet " + number)
                        .timestamp(number % 4 == 0 ? -1 : someTime())
                        .text(words.perMille(500) ? "daily" : "weekly")
                        .text(number % 7 == 3 ? "disconnected" : "connected")
                        .text(number % 3 == 0 ? null : "script-" + words.letters(30))
                        .text(accessToken(number))
                        .text(number % 3 == 1 ? null : words.refreshToken())
                        .timestamp(number % 5 == 0 ? -1 : someTime())
                        .text(clinic.id());
                end(rows);
                number++;
            }
        }
    }

    private String accessToken(int number) {
        if (number == 0) {
            return words.accessToken(6 * 1024);
        }
        if (number % 11 == 5) {
            return "";
        }
        return number % 7 == 3 ? LegacyWords.PLACEHOLDER_TOKEN : words.accessToken(160);
    }

    private long someTime() {
        return random.nextLong(LegacyIds.FIRST_DAY_MILLIS, LegacyIds.LAST_DAY_MILLIS);
    }

    /** createdAt and updatedAt are the last columns of every table here. */
    private void end(CopyRows rows) throws SQLException {
        long created = someTime();
        rows.timestamp(created)
                .timestamp(created + random.nextLong(1_000_000_000L))
                .endRow();
    }
}
