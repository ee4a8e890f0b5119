package io.crosswalk.operations.plan;

import io.crosswalk.operations.plan.prepare.PlanReader;
import io.crosswalk.postgres.DatabaseAddress;
import io.crosswalk.testbed.server.Database;
import io.crosswalk.transformer.mapping.MappingReader;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** A legacy schema with everything that a plan has to carry over, and its mapping. */
final class OddLegacy {

    static final String LONG = "a_table_whose_name_has_exactly_the_sixty_three_bytes_that_fit_x";

    static final String SCHEMA = """
            CREATE EXTENSION citext SCHEMA public;
            CREATE TYPE "Status" AS ENUM ('open', 'it''s done', 'Ü');
            CREATE DOMAIN positive AS integer NOT NULL DEFAULT 1 CONSTRAINT above_zero CHECK (VALUE > 0);
            CREATE DOMAIN short_status AS "Status" CHECK (VALUE <> 'Ü'::"Status");
            CREATE TYPE size AS (width positive, unit "Status", label text);
            CREATE FUNCTION is_fine(text) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT $1 <> ''bad''';
            CREATE TABLE "Clinic" (id text PRIMARY KEY, name text NOT NULL, UNIQUE (name));
            CREATE TABLE "User" (id text PRIMARY KEY, email text NOT NULL UNIQUE,
                "clinicId" text NOT NULL REFERENCES "Clinic" ON DELETE CASCADE ON UPDATE CASCADE);
            CREATE TABLE "Weird ""Name"" Ü" (
                id text PRIMARY KEY, number serial NOT NULL, code integer GENERATED ALWAYS AS IDENTITY (START 100 INCREMENT 5),
                "Status" "Status" NOT NULL DEFAULT 'open', statuses "Status"[], amount positive, how short_status, what size,
                mail citext, price numeric(10, 2) DEFAULT -1.5, tags text[] DEFAULT '{}', made timestamp(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
                since timestamp DEFAULT '2020-01-01 00:00:00', "select" text COLLATE "C", ends date, starts date, body jsonb,
                "parentId" text REFERENCES "Weird ""Name"" Ü" ON DELETE SET NULL ON UPDATE CASCADE,
                "clinicId" text NOT NULL REFERENCES "Clinic" ON DELETE RESTRICT ON UPDATE CASCADE,
                rank text DEFAULT is_fine('x')::text, position integer, kind text,
                CONSTRAINT dates_in_order CHECK (starts <= ends), CONSTRAINT "Odd check" CHECK (("Status" <> 'Ü'::"Status") OR price > 0),
                CONSTRAINT fine CHECK (is_fine("select")), CONSTRAINT after CHECK (made > '2000-01-01'::timestamp),
                CONSTRAINT places UNIQUE ("clinicId", position) DEFERRABLE INITIALLY DEFERRED);
            CREATE UNIQUE INDEX "one open" ON "Weird ""Name"" Ü" ("parentId") WHERE "Status" = 'open'::"Status";
            CREATE UNIQUE INDEX ON "Weird ""Name"" Ü" (lower("select"), kind) WHERE "Status" = 'open'::"Status";
            CREATE INDEX ON "Weird ""Name"" Ü" (made DESC NULLS LAST, kind text_pattern_ops) INCLUDE (price) WITH (fillfactor = 70);
            CREATE INDEX ON "Weird ""Name"" Ü" USING gin (tags);
            CREATE INDEX ON "Weird ""Name"" Ü" USING gin (body jsonb_path_ops);
            CREATE TABLE "%1$s" (a integer NOT NULL, b text NOT NULL, "weirdId" text, PRIMARY KEY (a, b),
                FOREIGN KEY ("weirdId") REFERENCES "Weird ""Name"" Ü" DEFERRABLE INITIALLY DEFERRED);
            CREATE TABLE "Line" (id text PRIMARY KEY, a integer, b text, soft text, FOREIGN KEY (a, b) REFERENCES "%1$s" MATCH FULL);
            CREATE EXTENSION btree_gist SCHEMA public;
            CREATE COLLATION "no Case" (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
            CREATE COLLATION plain FROM "C";
            CREATE TABLE "Region" (country text, code text COLLATE "no Case", word text COLLATE plain, PRIMARY KEY (country, code));
            CREATE TABLE "Booking" (country text, region text, town text, room text, during tstzrange, note text,
                PRIMARY KEY (country, room), CONSTRAINT "No overlap" EXCLUDE USING gist (room WITH =, during WITH &&) WHERE (note IS NULL),
                CONSTRAINT "of expressions" EXCLUDE USING gist (lower(room) WITH =),
                FOREIGN KEY (country, region) REFERENCES "Region");
            ALTER TABLE "Booking" ADD CONSTRAINT fine_rooms CHECK (room <> '') NOT VALID,
                ADD CONSTRAINT towns FOREIGN KEY (country, town) REFERENCES "Region" NOT VALID;
            CREATE TABLE "Left" (id text PRIMARY KEY);
            """.formatted(LONG);

    static final String MAPPING = """
            mapping: 1
            source: public
            target: $target
            tenant: { table: Clinic, column: clinic_id }
            accounts: { table: User, match: email, target: auth.users }
            tables:
              Clinic:
                targets: [{ table: clinics, columns: { id: { id: id }, name: name } }]
              User:
                tenant: clinicId
                targets:
                  - { table: auth.users, columns: { id: { account: id }, email: { lower: email } } }
                  - { table: profiles, columns: { id: { account: id }, email: { lower: email }, clinic_id: $tenant } }
              'Weird "Name" Ü':
                tenant: clinicId
                targets:
                  - table: 'weird "things" ü'
                    columns:
                      id: { id: id }
                      number: number
                      code: code
                      'new "status"': Status
                      statuses: statuses
                      amount: amount
                      how: how
                      what: what
                      mail: mail
                      price: price
                      tags: tags
                      made: made
                      since: since
                      "select": select
                      ends: ends
                      starts: starts
                      body: body
                      parent_id: { id: parentId, of: 'Weird "Name" Ü' }
                      clinic_id: $tenant
                      rank: rank
                      position: position
                      kind: kind
              $long:
                targets:
                  - table: $long
                    key: [a, b]
                    columns: { a: a, b: b, weird_id: { id: weirdId, of: 'Weird "Name" Ü' } }
              Line:
                targets:
                  - table: lines
                    columns: { id: { id: id }, a: a, b: b, soft_id: { id: soft, of: Clinic } }
              Region:
                targets: [{ table: regions, key: [country, code], columns: { country: country, code: code, word: word } }]
              Booking:
                targets:
                  - table: bookings
                    key: [country, room]
                    columns: { country: country, region: region, town: town, room: room, "dur ing": during, note: note }
              Left: { skip: true }
            """.replace("$long", LONG);

    private OddLegacy() {}

    static DatabaseAddress address(Database database) {
        return DatabaseAddress.parse(database.libpqUrl(), null, database.password());
    }

    static Plan plan(Database legacy, Database target, String schema) throws SQLException {
        return plan(legacy, target, "odd", MAPPING.replace("$target", schema));
    }

    static Plan plan(Database legacy, Database target, String name, String mapping) throws SQLException {
        try (Connection connection = address(target).connect("test")) {
            return new PlanReader(name, MappingReader.read(mapping, "mapping.yaml"), address(legacy)).read(connection);
        }
    }

    static void execute(Database database, String sql) throws SQLException {
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.setEscapeProcessing(false);
            statement.execute(sql);
        }
    }

    static List<String> rows(Database database, String sql) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            while (result.next()) {
                rows.add(result.getString(1));
            }
        }
        return rows;
    }
}
