-- What a schema that nobody here wrote may hold. Rows are there for the sampling.
CREATE SCHEMA billing;
CREATE TYPE mood AS ENUM ('good', 'bad');
CREATE DOMAIN email AS text CHECK (VALUE LIKE '%@%');

CREATE TABLE "Clinic" (id text PRIMARY KEY, slug text NOT NULL UNIQUE, "parentId" text REFERENCES "Clinic", "ownerId" text);
CREATE TABLE "User" (
    id text PRIMARY KEY, email email NOT NULL UNIQUE, "clinicId" text REFERENCES "Clinic", "managerId" text REFERENCES "User",
    "favouriteId" text, "createdAt" timestamp(3) NOT NULL DEFAULT now());
ALTER TABLE "Clinic" ADD FOREIGN KEY ("ownerId") REFERENCES "User";
-- A cycle: each needs the other.
CREATE TABLE "Post" (
    id text PRIMARY KEY, "authorId" text NOT NULL REFERENCES "User", "pinnedId" text, mood mood, moods mood[], matrix integer[][],
    "createdBy" text, "reviewerIds" text[], config jsonb, "entityType" text, "entityId" text, "externalId" text,
    words integer GENERATED ALWAYS AS (2 * 3) STORED);
CREATE TABLE "Comment" (id text PRIMARY KEY, "postId" text REFERENCES "Post", "clinicId" text REFERENCES "Clinic");
ALTER TABLE "Post" ADD FOREIGN KEY ("pinnedId") REFERENCES "Comment";
ALTER TABLE "User" ADD FOREIGN KEY ("favouriteId") REFERENCES "Post";

CREATE TABLE "Weird ""Name"" Ü" ("id" serial PRIMARY KEY, "select" text, "a b" text, "a-b" text, "1st" text, "$cash" text, "yes" text,
    "HTTPServerURLs" text[], "Clinic" text NOT NULL REFERENCES "Clinic", "new
line" text);
CREATE TABLE user_id_map ("userId" text NOT NULL REFERENCES "User", user_id text, PRIMARY KEY ("userId"));
CREATE TABLE "userIdMap" (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY);
CREATE TABLE "order" (id uuid PRIMARY KEY, "group" text, "clinicSlug" text REFERENCES "Clinic" (slug));
CREATE TABLE "ThisIsAVeryLongTableNameThatBecomesEvenLongerWhenItIsSnakeCased" (
    id text PRIMARY KEY, "AndThisIsAVeryLongColumnNameThatBecomesEvenLongerInSnakeCaseAlas" text,
    "AndThisIsAVeryLongColumnNameThatBecomesEvenLongerInSnakeCaseElse" text);

CREATE TABLE "Country" (code char(2) PRIMARY KEY, id integer, name text);
CREATE TABLE "Address" (id integer PRIMARY KEY, "countryCode" char(2) NOT NULL REFERENCES "Country", "clinicId" text NOT NULL REFERENCES "Clinic");
CREATE TABLE "Person" (id text PRIMARY KEY REFERENCES "User", birthday date);
CREATE TABLE "Membership" (
    "clinicId" text NOT NULL REFERENCES "Clinic", "userId" text NOT NULL REFERENCES "User", since date, PRIMARY KEY ("clinicId", "userId"));
CREATE TABLE "MembershipNote" (
    id text PRIMARY KEY, "clinicId" text NOT NULL, "userId" text NOT NULL,
    FOREIGN KEY ("clinicId", "userId") REFERENCES "Membership" ("clinicId", "userId"));
CREATE TABLE "Event" (id text NOT NULL, at timestamptz NOT NULL, "userId" text REFERENCES "User", PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
CREATE TABLE event_2024 PARTITION OF "Event" FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE "_ClinicToPost" ("A" text NOT NULL REFERENCES "Clinic", "B" text NOT NULL REFERENCES "Post");
CREATE UNIQUE INDEX "_ClinicToPost_AB_unique" ON "_ClinicToPost" ("A", "B");
CREATE TABLE "NoKey" (a text, b text UNIQUE, "orphanId" text);
CREATE TABLE "FullIdentity" (a integer NOT NULL UNIQUE, b text);
ALTER TABLE "FullIdentity" REPLICA IDENTITY FULL;
CREATE UNLOGGED TABLE "Scratch" (id text PRIMARY KEY);
CREATE TABLE "NoKeyNote" (id text PRIMARY KEY, "noKeyId" text REFERENCES "NoKey" (b));
CREATE TABLE "Dotted.Name" (id text PRIMARY KEY);
CREATE TABLE billing."Invoice" (id text PRIMARY KEY, "userId" text NOT NULL REFERENCES public."User", "clinicId" text NOT NULL REFERENCES public."Clinic");
CREATE TABLE billing.clinic (id integer PRIMARY KEY, "createdAt" timestamp);
CREATE TABLE schema_migrations (version text PRIMARY KEY);
CREATE VIEW nothing AS SELECT 1 AS one;

INSERT INTO "Clinic" SELECT 'clinic-' || n, 'slug-' || n FROM generate_series(1, 20) n;
INSERT INTO "User" SELECT 'c' || md5(n::text), 'hunter' || n || '@example.com', 'clinic-' || n FROM generate_series(1, 20) n;
INSERT INTO "Post" (id, "authorId", "createdBy", "reviewerIds", config, "entityType", "entityId", "externalId")
SELECT 'post-' || n, u, CASE WHEN n = 50 THEN 'nobody' ELSE u END, ARRAY[u, v],
       jsonb_build_object('owner', u, 'widgets', jsonb_build_array(jsonb_build_object('clinic', 'clinic-' || n % 20 + 1)), u, v),
       CASE WHEN n % 2 = 0 THEN 'topsecret' ELSE 'clinic' END, CASE WHEN n % 2 = 0 THEN u ELSE 'clinic-' || n % 20 + 1 END,
       'ext-' || n
FROM generate_series(1, 50) n, LATERAL (SELECT 'c' || md5((n % 20 + 1)::text), 'c' || md5((n % 7 + 1)::text)) AS ids (u, v);
