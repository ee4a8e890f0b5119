package io.crosswalk.app.faults;

import io.crosswalk.testbed.server.Database;
import io.crosswalk.testbed.torture.History;
import io.crosswalk.testbed.torture.Sides;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Somebody who reads the target all the time, under REPEATABLE READ, and remembers every image from the moment on at which the ledger says
 * that the target is consistent. Promise P1 says that each of them was a committed state of the source. One thread reads; safe for others.
 */
final class ImageReader implements AutoCloseable {

    private static final long POLL_MILLIS = 10;
    private static final int MOST_PROBLEMS = 20;

    /** What one reading saw: how many transactions, up to which, and what they made. */
    private record Image(long tick, long transactions, String digest, long sum) {}

    private final Database target;
    private final Sides sides;
    private final Map<Long, Image> images = new TreeMap<>();
    private final List<String> problems = Collections.synchronizedList(new ArrayList<>());
    private final Thread thread;
    private volatile boolean ended;
    private volatile long readings;
    private long latest;

    ImageReader(Database target, Sides sides) {
        this.target = target;
        this.sides = sides;
        this.thread = new Thread(this::read, "image-reader");
        thread.setDaemon(true);
        thread.start();
    }

    private void read() {
        while (!ended) {
            try (Connection connection = target.connect();
                    Statement statement = connection.createStatement()) {
                connection.setReadOnly(true);
                connection.setAutoCommit(false);
                connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
                while (!ended) {
                    look(statement);
                    connection.rollback();
                    TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
                }
            } catch (SQLException e) {
                // The server is down, starts, or has no ledger yet: that is what the torture is for.
                pause();
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(100);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery(
                "SELECT phase = 'STREAMING' AND position >= consistent_from FROM crosswalk.ledger")) {
            if (!row.next() || !row.getBoolean(1)) {
                return;
            }
        }
        Image image;
        try (ResultSet row = statement.executeQuery("SELECT max(tick), count(*) FROM " + sides.history())) {
            row.next();
            image = new Image(row.getLong(1), row.getLong(2), "", 0);
        }
        // Statements of their own: one snapshot holds them together.
        try (ResultSet row = statement.executeQuery("SELECT " + sides.digest() + ", " + sides.sum())) {
            row.next();
            image = new Image(image.tick(), image.transactions(), row.getString(1), row.getLong(2));
        }
        readings++;
        remember(image);
    }

    private synchronized void remember(Image image) {
        Image before = images.putIfAbsent(image.tick(), image);
        if (before != null && !before.equals(image)) {
            problem("two images of the state at " + image.tick() + ": " + before + ", " + image);
        }
        if (image.tick() < latest) {
            problem("the target went back from " + latest + " to " + image.tick());
        }
        latest = Math.max(latest, image.tick());
        if (image.sum() != 0) {
            problem("the sum over both tables was " + image.sum() + " at " + image.tick());
        }
    }

    private void problem(String text) {
        if (problems.size() < MOST_PROBLEMS) {
            problems.add(text);
        }
    }

    long readings() {
        return readings;
    }

    /** How many different states it saw. */
    synchronized int images() {
        return images.size();
    }

    /** What it saw that was never committed. */
    synchronized List<String> problems(List<History.Entry> history) {
        Map<Long, Integer> places = new HashMap<>();
        for (int i = 0; i < history.size(); i++) {
            places.put(history.get(i).tick(), i + 1);
        }
        for (Image image : images.values()) {
            Integer place = places.get(image.tick());
            if (place == null) {
                problem("the source never committed " + image.tick());
            } else if (image.transactions() != place) {
                problem("at " + image.tick() + " " + place + " transactions were committed, the image had "
                        + image.transactions());
            } else {
                String digest = history.get(place - 1).digest();
                if (!digest.isEmpty() && !digest.equals(image.digest())) {
                    problem("at " + image.tick() + " the source committed another state than the image");
                }
            }
        }
        return List.copyOf(problems);
    }

    @Override
    public void close() throws InterruptedException {
        ended = true;
        thread.join(TimeUnit.SECONDS.toMillis(60));
    }
}
