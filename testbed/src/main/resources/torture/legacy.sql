-- Tables of the torture's own, beside those of the application that it tortures. Whatever a check has to read on both sides has a name
-- that a naming rule leaves as it is: label, amount, place, tick, digest.

-- The amounts of both tables together are always zero, in every commit.
CREATE TABLE "TortureLeft" (
    "id" TEXT PRIMARY KEY,
    "label" TEXT NOT NULL,
    "amount" BIGINT NOT NULL,
    "note" TEXT
);
CREATE TABLE "TortureRight" (
    "id" TEXT PRIMARY KEY,
    "label" TEXT NOT NULL,
    "amount" BIGINT NOT NULL,
    "note" TEXT
);

-- Two rows may exchange their places in one transaction: the key is looked at in its end.
CREATE TABLE "TortureSeat" (
    "id" TEXT PRIMARY KEY,
    "label" TEXT NOT NULL,
    "place" INTEGER NOT NULL,
    CONSTRAINT "TortureSeat_place_key" UNIQUE ("place") DEFERRABLE INITIALLY DEFERRED
);

-- Huge transactions and TRUNCATE.
CREATE TABLE "TortureBulk" (
    "id" TEXT PRIMARY KEY,
    "number" INTEGER NOT NULL,
    "payload" TEXT
);
CREATE TABLE "TortureBulkLine" (
    "id" TEXT PRIMARY KEY,
    "bulkId" TEXT NOT NULL REFERENCES "TortureBulk" ("id") ON UPDATE CASCADE ON DELETE CASCADE,
    "number" INTEGER NOT NULL
);

-- One row for each transaction, in the order of the commits, with a digest of what was committed with it.
CREATE TABLE "TortureHistory" (
    "id" TEXT PRIMARY KEY,
    "tick" BIGINT NOT NULL UNIQUE,
    "digest" TEXT
);
CREATE SEQUENCE torture_tick;

-- A well-formed CUID for each seed.
CREATE FUNCTION torture_cuid(seed text) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT 'cly' || substr(md5(seed), 1, 22) $$;

INSERT INTO "TortureLeft" SELECT torture_cuid('left' || n), 'left-' || n, 1000 FROM generate_series(1, 120) AS n;
INSERT INTO "TortureRight" SELECT torture_cuid('right' || n), 'right-' || n, -1000 FROM generate_series(1, 120) AS n;
INSERT INTO "TortureSeat" SELECT torture_cuid('seat' || n), 'seat-' || n, n FROM generate_series(1, 60) AS n;
INSERT INTO "TortureBulk" SELECT torture_cuid('bulk' || n), n, 'payload ' || n FROM generate_series(1, 50) AS n;
INSERT INTO "TortureBulkLine" SELECT torture_cuid('line' || n), torture_cuid('bulk' || n), n FROM generate_series(1, 50) AS n;
INSERT INTO "TortureHistory" SELECT torture_cuid('tick' || nextval('torture_tick')), currval('torture_tick'), NULL;
