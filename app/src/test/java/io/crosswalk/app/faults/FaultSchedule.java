package io.crosswalk.app.faults;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** What strikes when: the same seed gives the same faults in the same order, whatever happened before. One thread. */
final class FaultSchedule {

    /** What a strike waits for. */
    enum Moment {
        /** Nothing: the migrator may not even have started again. */
        AT_ONCE,
        /** The migrator makes progress. */
        PROGRESS,
        /** The application rests, and the stream has caught up with it. */
        REST
    }

    /**
     * One strike.
     *
     * @param number counts from 1
     * @param moment what it waits for
     * @param afterMillis how long nothing strikes then
     * @param lastsMillis how long it lasts, where it lasts
     * @param choice chance for whatever else it has to choose
     */
    record Fault(int number, FaultKind kind, Moment moment, long afterMillis, long lastsMillis, int choice) {}

    private static final List<Moment> MOMENTS = List.of(Moment.AT_ONCE, Moment.PROGRESS, Moment.PROGRESS, Moment.REST);
    private static final long LONGEST_PAUSE_MILLIS = 2_000;
    private static final long SHORTEST_MILLIS = 100;
    private static final long LONGEST_MILLIS = 4_000;

    private final SplittableRandom random;
    private final List<FaultKind> first;
    private final List<FaultKind> weighted = new ArrayList<>();
    private final Map<FaultKind, Integer> struck = new EnumMap<>(FaultKind.class);
    private int number;

    FaultSchedule(long seed) {
        this.random = new SplittableRandom(seed);
        for (FaultKind kind : FaultKind.values()) {
            weighted.addAll(Collections.nCopies(kind.weight(), kind));
        }
        this.first = shuffled();
    }

    private List<FaultKind> shuffled() {
        List<FaultKind> kinds = new ArrayList<>(List.of(FaultKind.values()));
        for (int i = kinds.size() - 1; i > 0; i--) {
            Collections.swap(kinds, i, random.nextInt(i + 1));
        }
        return kinds;
    }

    /** The next one: every other fault is of a kind that was not there before, as long as there are such. */
    Fault next() {
        number++;
        FaultKind kind = number % 2 == 0 && !first.isEmpty()
                ? first.remove(first.size() - 1)
                : weighted.get(random.nextInt(weighted.size()));
        first.remove(kind);
        Moment moment = MOMENTS.get(random.nextInt(MOMENTS.size()));
        long after = random.nextLong(LONGEST_PAUSE_MILLIS);
        struck.merge(kind, 1, Integer::sum);
        return new Fault(
                number, kind, moment, after, random.nextLong(SHORTEST_MILLIS, LONGEST_MILLIS), random.nextInt(1 << 30));
    }

    /** How many of each kind came so far. */
    Map<FaultKind, Integer> struck() {
        return Map.copyOf(struck);
    }
}
