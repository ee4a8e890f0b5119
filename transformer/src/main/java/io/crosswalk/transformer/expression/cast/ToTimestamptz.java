package io.crosswalk.transformer.expression.cast;

import org.jspecify.annotations.Nullable;

import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;

/**
 * The moment that a timestamp without zone names in some zone, as PostgreSQL's {@code AT TIME ZONE} has it: a time that the clocks
 * skipped is read with the offset from before, one that they showed twice is the later one (comment of DetermineTimeZoneOffset in
 * PostgreSQL's datetime.c). A text that names its own offset keeps it. The rules of the zones are those of the Java runtime.
 *
 * @param zone where the timestamp was read off the clock
 */
public record ToTimestamptz(ZoneId zone) implements Conversion {

    @Override
    public String type() {
        return "timestamptz";
    }

    @Override
    public @Nullable String convert(String text) {
        String trimmed = text.strip();
        if (DateTimeText.isInfinite(trimmed)) {
            return trimmed;
        }
        DateTimeText parsed = DateTimeText.parse(trimmed);
        if (parsed == null) {
            return null;
        }
        ZoneOffset offset = parsed.offset() != null ? parsed.offset() : offset(parsed.local());
        return DateTimeText.utc(parsed.local().minusSeconds(offset.getTotalSeconds()));
    }

    // In a gap Java moves the clock forward by its length, which is the same moment as the offset from before.
    private ZoneOffset offset(LocalDateTime local) {
        ZonedDateTime there = local.atZone(zone).withLaterOffsetAtOverlap();
        return there.toLocalDateTime().equals(local)
                ? there.getOffset()
                : zone.getRules().getTransition(local).getOffsetBefore();
    }
}
