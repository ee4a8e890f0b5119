package io.crosswalk.app.migration;

import java.util.List;

/**
 * A legacy application whose mapping needs every kind of state that Crosswalk keeps: accounts by a service, ids that a column gives, folds,
 * inherited tenants, references that lack their parent, a table without a primary key.
 */
final class StatefulApplication {

    private StatefulApplication() {}

    static final String LEGACY = """
            CREATE TABLE "Clinic" (id text PRIMARY KEY, uuid_id uuid, name text NOT NULL);
            CREATE TABLE "User" (id text PRIMARY KEY, email text, "passwordHash" text, name text,
                                 "clinicId" text REFERENCES "Clinic" ON UPDATE CASCADE);
            CREATE TABLE "Form" (id text PRIMARY KEY, name text, "clinicId" text NOT NULL REFERENCES "Clinic" ON UPDATE CASCADE);
            CREATE TABLE "Field" (id integer PRIMARY KEY, "formId" text REFERENCES "Form" ON UPDATE CASCADE ON DELETE CASCADE, label text);
            CREATE TABLE "Zone" (id text PRIMARY KEY, name text);
            CREATE TABLE "Unit" (id text PRIMARY KEY, name text);
            CREATE TABLE "Task" (id text PRIMARY KEY, "clinicId" text, "userId" text REFERENCES "User" ON UPDATE CASCADE ON DELETE CASCADE,
                                 "zoneId" text, "backupId" text, note text);
            CREATE TABLE "_FormToZone" ("A" text NOT NULL REFERENCES "Form" ON UPDATE CASCADE, "B" text NOT NULL REFERENCES "Zone");
            CREATE UNIQUE INDEX "_FormToZone_AB" ON "_FormToZone" ("A", "B");
            INSERT INTO "Clinic" VALUES ('c1', '00000000-0000-4000-8000-000000000001', 'One'),
                ('c2', '00000000-0000-4000-8000-000000000002', 'Two'), ('c3', NULL, 'Late');
            INSERT INTO "User" SELECT 'u' || n, 'User.' || n || '@Example.org', 'hash' || n, 'U', 'c' || n % 2 + 1 FROM generate_series(1, 6) n;
            INSERT INTO "Form" SELECT 'f' || n, 'Form', 'c1' FROM generate_series(1, 3) n;
            INSERT INTO "Field" SELECT n, 'f' || n % 3 + 1, 'L' FROM generate_series(1, 20) n;
            INSERT INTO "Zone" SELECT 'z' || n, 'Zone' FROM generate_series(1, 5) n;
            INSERT INTO "Unit" SELECT 'n' || n, 'Nobody writes here' FROM generate_series(1, 3) n;
            INSERT INTO "Task" SELECT 't' || n, CASE WHEN n % 3 = 0 THEN 'c1' END, 'u' || n % 6 + 1, 'z' || n % 6 + 1, 'z' || n % 7 + 1, 'x'
              FROM generate_series(1, 320) n;
            INSERT INTO "_FormToZone" VALUES ('f1', 'z1'), ('f2', 'z1');
            ANALYZE""";

    static final String MAPPING = """
            mapping:
              mapping: 1
              tenant: { table: Clinic, column: clinic_id }
              accounts: { table: User, match: email, target: auth.users, create: admin_api }
              tables:
                Clinic:
                  keys: { column: uuid_id }
                  targets: [{ table: clinics, columns: { id: { id: id }, name: name } }]
                User:
                  tenant: clinicId
                  targets:
                    - table: auth.users
                      columns:
                        id: { account: id }
                        email: { lower: email }
                        encrypted_password: passwordHash
                        email_confirmed_at: { constant: "2020-01-01 00:00:00+00" }
                        raw_user_meta_data: { json: { name: name } }
                    - table: profiles
                      columns: { id: { account: id }, email: { lower: email }, name: name }
                    - table: roles
                      columns: { id: { id: id }, user_id: { account: id }, clinic_id: $tenant }
                Form:
                  tenant: clinicId
                  targets: [{ table: forms, columns: { id: { id: id }, name: name, clinic_id: $tenant } }]
                Field:
                  folds:
                    - { into: forms, column: fields, parent: { id: formId, of: Form }, order: id, value: { json: { label: label } } }
                Zone:
                  targets: [{ table: zones, columns: { id: { id: id }, name: name } }]
                Unit:
                  targets: [{ table: units, columns: { id: { id: id }, name: name } }]
                Task:
                  tenant: [clinicId, { through: userId, of: User }]
                  targets:
                    - table: tasks
                      columns:
                        id: { id: id }
                        clinic_id: $tenant
                        user_id: { account: userId }
                        zone_id: { id: zoneId, of: Zone }
                        backup_id: { id: backupId, of: Zone, missing: null }
                        note: note
                _FormToZone:
                  targets:
                    - table: form_zones
                      key: [form_id, zone_id]
                      columns: { form_id: { id: A, of: Form }, zone_id: { id: B, of: Zone } }
            """;

    /** What the application does, over and over; $n is the number of the write. */
    static final List<String> WRITES = List.of(
            "INSERT INTO \"User\" VALUES ('n$n', 'New.$n@example.org', 'h$n', 'N', 'c1')",
            "UPDATE \"User\" SET email = 'Changed.$n@example.org', name = 'C$n' WHERE id = 'u1'",
            "INSERT INTO \"Task\" VALUES ('s$n', NULL, 'u2', 'y$n', 'x$n', 'n'), ('r$n', 'c1', 'u3', NULL, NULL, 'n')",
            "UPDATE \"Field\" SET \"formId\" = 'f' || 1 + ($n + id) % 3, label = 'L$n' WHERE id % 4 = $n % 4",
            // More than a batch may hold, in one transaction.
            "INSERT INTO \"Task\" SELECT 'p$n-' || g, 'c2', 'u4', NULL, NULL, repeat('x', 1000) FROM generate_series(1, 150) g",
            "INSERT INTO \"Zone\" SELECT DISTINCT \"zoneId\", 'Zone $n' FROM \"Task\" WHERE \"zoneId\" LIKE 'y%' ON CONFLICT DO NOTHING",
            "UPDATE \"User\" SET \"clinicId\" = 'c' || 1 + $n % 2 WHERE id = 'u2'",
            "INSERT INTO \"Clinic\" VALUES ('k$n', NULL, 'Clinic $n'); INSERT INTO \"Form\" VALUES ('w$n', 'Waits', 'k$n')",
            "UPDATE \"Clinic\" SET uuid_id = gen_random_uuid() WHERE uuid_id IS NULL AND id < 'k'; DELETE FROM \"Task\" WHERE id LIKE 'p%'",
            "UPDATE \"User\" SET \"passwordHash\" = 'changed$n' WHERE id IN ('u1', 'u5')",
            "DELETE FROM \"User\" WHERE id = (SELECT min(id) FROM \"User\" WHERE id LIKE 'n%')",
            "INSERT INTO \"Form\" VALUES ('o$n', 'Old', 'c2'); INSERT INTO \"_FormToZone\" VALUES ('o$n', 'z2');"
                    + " UPDATE \"Form\" SET id = 'q$n' WHERE id = 'o$n'");
}
