package io.crosswalk.app.migration;

import io.crosswalk.testbed.junit.Databases;
import io.crosswalk.testbed.junit.Legacy;
import io.crosswalk.testbed.junit.Target;
import io.crosswalk.testbed.server.Database;
import org.junit.jupiter.api.Test;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** The legacy application changes its enum types while the stream runs, as Prisma's migrations do. */
@Databases
class EnumChangesMigrationIT {

    private static final String MAPPING = """
            mapping: 1
            tables:
              Person: {targets: [{table: people, columns: {id: {id: id}, mood: mood, moods: moods}}]}
            """;

    private static final String PEOPLE = "SELECT crosswalk.cuid_of(id), mood, moods FROM people ORDER BY 1";
    private static final String REASONS = "SELECT reason FROM crosswalk.quarantine ORDER BY reason";

    private static void person(Database legacy, int number, String mood) throws Exception {
        MigrationBench.execute(
                legacy,
                "INSERT INTO \"Person\" VALUES ('cl000000000000000000000%02d', '%s', '{%s}')"
                        .formatted(number, mood, mood));
    }

    private static String row(int number, String mood) {
        return "cl000000000000000000000%02d|%s|{%s}".formatted(number, mood, mood);
    }

    private static String unlabelled(String column) {
        return "column \"" + column + "\": the legacy row has a label that enum public.\"Mood\" lacks: ALTER TYPE"
                + " public.\"Mood\" ADD VALUE (or RENAME VALUE, where the legacy label was renamed)";
    }

    @Test
    void labelsAndWholeEnumTypesMayChangeWhileTheStreamRuns(@Legacy Database legacy, @Target Database target)
            throws Exception {
        String type = "CREATE TYPE \"Mood\" AS ENUM ('sad', 'happy');";
        MigrationBench.execute(
                legacy,
                type + "CREATE TABLE \"Person\" (id text PRIMARY KEY, mood \"Mood\" DEFAULT 'sad', moods \"Mood\"[])");
        MigrationBench.execute(
                target, type + "CREATE TABLE people (id uuid PRIMARY KEY, mood \"Mood\", moods \"Mood\"[])");
        person(legacy, 1, "sad");
        try (MigrationBench bench = new MigrationBench(legacy, target, MAPPING)) {
            bench.streaming();
            person(legacy, 2, "happy");

            // Added, in the target too late.
            MigrationBench.execute(legacy, "ALTER TYPE \"Mood\" ADD VALUE 'neutral'");
            person(legacy, 3, "neutral");
            bench.drained();
            assertThat(MigrationBench.rows(target, REASONS)).containsExactly(unlabelled("mood"));
            MigrationBench.execute(target, "ALTER TYPE \"Mood\" ADD VALUE 'neutral'");
            bench.drained();
            assertThat(MigrationBench.rows(target, REASONS)).isEmpty();

            // Renamed: rows that are there already take the new name by themselves, on either side.
            MigrationBench.execute(legacy, "ALTER TYPE \"Mood\" RENAME VALUE 'sad' TO 'blue'");
            person(legacy, 4, "blue");
            bench.drained();
            assertThat(MigrationBench.rows(target, REASONS)).hasSize(1);
            MigrationBench.execute(target, "ALTER TYPE \"Mood\" RENAME VALUE 'sad' TO 'blue'");
            bench.drained();
            assertThat(MigrationBench.rows(target, REASONS)).isEmpty();

            // Prisma drops a label by making the type anew; the rows are rewritten without a change in the stream.
            MigrationBench.execute(
                    legacy, "UPDATE \"Person\" SET mood = 'blue', moods = '{blue}' WHERE mood = 'happy'");
            MigrationBench.execute(legacy, """
                    BEGIN;
                    CREATE TYPE "Mood_new" AS ENUM ('blue', 'neutral', 'new');
                    ALTER TABLE "Person" ALTER COLUMN mood DROP DEFAULT;
                    ALTER TABLE "Person" ALTER COLUMN mood TYPE "Mood_new" USING (mood::text::"Mood_new"),
                                         ALTER COLUMN moods TYPE "Mood_new"[] USING (moods::text::"Mood_new"[]);
                    ALTER TYPE "Mood" RENAME TO "Mood_old"; ALTER TYPE "Mood_new" RENAME TO "Mood"; DROP TYPE "Mood_old";
                    ALTER TABLE "Person" ALTER COLUMN mood SET DEFAULT 'new';
                    COMMIT""");
            person(legacy, 5, "neutral");
            person(legacy, 6, "new");
            bench.drained();
            assertThat(MigrationBench.rows(target, REASONS)).hasSize(1);
            MigrationBench.execute(target, "ALTER TYPE \"Mood\" ADD VALUE 'new'");
            bench.drained();

            assertThat(MigrationBench.rows(target, REASONS)).isEmpty();
            assertThat(MigrationBench.rows(target, PEOPLE))
                    .isEqualTo(List.of(
                            row(1, "blue"),
                            row(2, "blue"),
                            row(3, "neutral"),
                            row(4, "blue"),
                            row(5, "neutral"),
                            row(6, "new")));
            assertThat(bench.compare().problems()).isEmpty();
        }
    }

    @Test
    void aLabelThatOnlyAnArrayHasAndANameThatTheTargetLacksAreSetAsideToo(
            @Legacy Database legacy, @Target Database target) throws Exception {
        String table = "(id %s PRIMARY KEY, mood \"Mood\", moods \"Mood\"[], object regclass)";
        MigrationBench.execute(
                legacy,
                "CREATE TYPE \"Mood\" AS ENUM ('sad', 'happy'); CREATE TABLE \"Person\" " + table.formatted("text"));
        MigrationBench.execute(
                target, "CREATE TYPE \"Mood\" AS ENUM ('sad'); CREATE TABLE people " + table.formatted("uuid"));
        MigrationBench.execute(legacy, """
                INSERT INTO "Person" VALUES ('cl00000000000000000000001', 'sad', '{sad,happy,NULL}', NULL),
                ('cl00000000000000000000002', 'sad', NULL, '"Person"'), ('cl00000000000000000000003', 'sad', '{}', 'pg_class')""");
        String mapping = MAPPING.replace("moods: moods", "moods: moods, object: object");
        try (MigrationBench bench = new MigrationBench(legacy, target, mapping)) {
            bench.streaming();
            MigrationBench.execute(
                    legacy, "INSERT INTO \"Person\" VALUES ('cl00000000000000000000004', 'sad', '{}', '\"Person\"')");
            bench.drained();

            assertThat(MigrationBench.rows(target, REASONS))
                    .containsExactly(
                            "a value names a database object that the target lacks (SQLState 42P01)",
                            "a value names a database object that the target lacks (SQLState 42P01)",
                            unlabelled("moods"));
            MigrationBench.execute(target, "ALTER TYPE \"Mood\" ADD VALUE 'happy'");
            bench.drained();
            assertThat(MigrationBench.rows(target, REASONS)).hasSize(2);
            assertThat(MigrationBench.rows(target, "SELECT moods FROM people WHERE moods <> '{}'"))
                    .containsExactly("{sad,happy,NULL}");
        }
    }
}
