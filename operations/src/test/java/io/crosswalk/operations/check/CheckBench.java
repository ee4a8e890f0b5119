package io.crosswalk.operations.check;

import io.crosswalk.operations.check.preflight.CheckReport;
import io.crosswalk.operations.check.preflight.Preflight;
import io.crosswalk.postgres.DatabaseAddress;
import io.crosswalk.testbed.server.Database;
import io.crosswalk.transformer.mapping.MappingReader;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Clinics, users and visits on both sides, nothing wrong with them. A test spoils one thing and looks whether it is found. Not safe for
 * several threads.
 */
public final class CheckBench {

    private static final String LEGACY = """
            CREATE TABLE "Clinic" (id text PRIMARY KEY, name text NOT NULL);
            CREATE TABLE "User" (id text PRIMARY KEY, email text, "clinicId" text REFERENCES "Clinic");
            CREATE TABLE "Visit" (id text PRIMARY KEY, "userId" text NOT NULL, status text NOT NULL, cost numeric(8,2),
                                  "at" timestamp(3) NOT NULL DEFAULT CURRENT_TIMESTAMP);
            INSERT INTO "Clinic" VALUES ('c1', 'North'), ('c2', 'South');
            INSERT INTO "User" VALUES ('u1', 'ann@example.org', 'c1'), ('u2', 'bob@example.org', 'c2');
            INSERT INTO "Visit" VALUES ('v1', 'u1', 'open', 1.50), ('v2', 'u2', 'closed', NULL)""";

    private static final String TARGET = """
            CREATE SCHEMA auth;
            CREATE TABLE auth.users (id uuid PRIMARY KEY, email text);
            CREATE TABLE clinics (id uuid PRIMARY KEY, name text NOT NULL);
            CREATE TABLE members (id uuid PRIMARY KEY, clinic_id uuid NOT NULL);
            CREATE TABLE visits (id uuid PRIMARY KEY, clinic_id uuid NOT NULL, member_id uuid NOT NULL, status text NOT NULL,
                                 cost numeric(10,2), at timestamptz NOT NULL)""";

    private static final String MAPPING = """
            mapping: 1
            tenant: { table: Clinic, column: clinic_id }
            accounts: { table: User, match: email, target: auth.users }
            tables:
              Clinic:
                targets: [{ table: clinics, columns: { id: { id: id }, name: name } }]
              User:
                tenant: clinicId
                targets:
                  - table: auth.users
                    columns: { id: { account: id }, email: { lower: email } }
                  - table: members
                    columns: { id: { id: id }, clinic_id: $tenant }
              Visit:
                tenant: { through: userId, of: User }
                targets:
                  - table: visits
                    columns:
                      id: { id: id }
                      clinic_id: $tenant
                      member_id: { id: userId, of: User }
                      status: status
                      cost: cost
                      at: at
            """;

    private final Database legacy;
    private final Database target;
    private DatabaseAddress sourceAddress;
    private DatabaseAddress targetAddress;
    private String mapping = MAPPING;
    private Duration patience = Duration.ofSeconds(10);

    /** Two empty databases get their tables. */
    public CheckBench(Database legacy, Database target) throws SQLException {
        this.legacy = legacy;
        this.target = target;
        this.sourceAddress = address(legacy);
        this.targetAddress = address(target);
        onLegacy(LEGACY);
        onTarget(TARGET);
    }

    public static DatabaseAddress address(Database database) {
        return DatabaseAddress.parse(database.libpqUrl(), null, database.password());
    }

    /** The same database as somebody else. */
    public static DatabaseAddress address(Database database, String user, String password) {
        String url = "postgresql://" + database.host() + ":" + database.port() + "/" + database.name();
        return DatabaseAddress.parse(url, user, password);
    }

    /** Changes a text of the mapping. */
    public CheckBench inMapping(String old, String replacement) {
        if (!mapping.contains(old)) {
            throw new IllegalArgumentException("the mapping has no " + old);
        }
        mapping = mapping.replace(old, replacement);
        return this;
    }

    public CheckBench from(DatabaseAddress address) {
        sourceAddress = address;
        return this;
    }

    public CheckBench to(DatabaseAddress address) {
        targetAddress = address;
        return this;
    }

    public CheckBench patient(Duration duration) {
        patience = duration;
        return this;
    }

    public void onLegacy(String sql) throws SQLException {
        execute(legacy, sql);
    }

    public void onTarget(String sql) throws SQLException {
        execute(target, sql);
    }

    public static void execute(Database database, String sql) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    public CheckSettings settings() {
        return new CheckSettings(
                "bench",
                sourceAddress,
                targetAddress,
                MappingReader.read(mapping, "mapping.yaml"),
                "digest",
                UUID.fromString("0b9f3f0e-5a0d-4a55-9a2e-6f1b1c1f7c11"),
                patience,
                Duration.ZERO,
                100);
    }

    public CheckReport run(Inspection... inspections) {
        return new Preflight(settings(), List.of(inspections)).run();
    }

    /** What one inspection finds, each as {@code SEVERITY where: what -> remedy}. */
    public List<String> find(Inspection inspection) {
        List<String> lines = new ArrayList<>();
        run(inspection)
                .results()
                .forEach(result -> result.findings()
                        .forEach(finding -> lines.add(finding.severity() + " " + finding.where() + ": " + finding.what()
                                + " -> " + finding.remedy())));
        return lines;
    }
}
