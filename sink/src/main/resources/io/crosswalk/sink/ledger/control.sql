-- The control schema in the target. Everything here can be created again over itself.
CREATE SCHEMA IF NOT EXISTS crosswalk;
REVOKE ALL ON SCHEMA crosswalk FROM PUBLIC;

CREATE TABLE IF NOT EXISTS crosswalk.ledger (
    name              text PRIMARY KEY,
    version           integer     NOT NULL,
    mapping_digest    text        NOT NULL,
    slot_name         text        NOT NULL,
    system_identifier bigint      NOT NULL,
    timeline          integer     NOT NULL,
    slot_created      pg_lsn      NOT NULL,
    position          pg_lsn      NOT NULL,
    committed_at      timestamptz NOT NULL,
    applied_at        timestamptz NOT NULL DEFAULT clock_timestamp(),
    transactions      bigint      NOT NULL DEFAULT 0,
    phase             text        NOT NULL,
    consistent_from   pg_lsn,
    marker            text,
    paused            boolean     NOT NULL DEFAULT false,
    -- Why the last run ended, when somebody has to act; null since a stream began.
    last_failure      text
);
ALTER TABLE crosswalk.ledger
    -- When the position came to consistent_from.
    ADD COLUMN IF NOT EXISTS consistent_at timestamptz,
    -- When the last resync began.
    ADD COLUMN IF NOT EXISTS resync_at timestamptz,
    -- Of so many rows so many were refused when the run ended because of that; null since a run has begun again.
    ADD COLUMN IF NOT EXISTS judged_rows bigint,
    ADD COLUMN IF NOT EXISTS refused_rows bigint,
    -- Of the newest rows, and of those just before them, so many were refused. The newest become those before when they are so many.
    ADD COLUMN IF NOT EXISTS counted_of bigint NOT NULL DEFAULT 10000,
    ADD COLUMN IF NOT EXISTS newest_rows bigint NOT NULL DEFAULT 0,
    ADD COLUMN IF NOT EXISTS newest_refused bigint NOT NULL DEFAULT 0,
    ADD COLUMN IF NOT EXISTS former_rows bigint NOT NULL DEFAULT 0,
    ADD COLUMN IF NOT EXISTS former_refused bigint NOT NULL DEFAULT 0;

-- Who writes a migration: a new one for each attempt to run it. Since version 2.
CREATE TABLE IF NOT EXISTS crosswalk.writers (
    name      text PRIMARY KEY,
    owner     uuid        NOT NULL,
    signed_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

CREATE TABLE IF NOT EXISTS crosswalk.chunks (
    name         text    NOT NULL,
    table_schema text    NOT NULL,
    table_name   text    NOT NULL,
    number       integer NOT NULL,
    lower_bound  text,
    upper_bound  text,
    snapshot     pg_lsn,
    row_count    bigint  NOT NULL DEFAULT 0,
    loaded_at    timestamptz,
    PRIMARY KEY (name, table_schema, table_name, number)
);

-- False for a chunk that a resync found equal on both sides.
ALTER TABLE crosswalk.chunks ADD COLUMN IF NOT EXISTS copied boolean NOT NULL DEFAULT true;

CREATE TABLE IF NOT EXISTS crosswalk.id_mappings (
    table_name text NOT NULL,
    old_id     text NOT NULL,
    new_id     uuid NOT NULL,
    -- False for an account that was there before the migration: it is linked, and never written or deleted.
    created    boolean NOT NULL DEFAULT true,
    PRIMARY KEY (table_name, old_id),
    CONSTRAINT id_mappings_new_id UNIQUE (table_name, new_id)
);

CREATE TABLE IF NOT EXISTS crosswalk.quarantine (
    name         text        NOT NULL,
    target_table text        NOT NULL,
    target_key   text        NOT NULL,
    source_table text        NOT NULL,
    source_key   text        NOT NULL,
    reason       text        NOT NULL,
    waits_for    text[]      NOT NULL DEFAULT '{}',
    operation    text        NOT NULL,
    -- The row as JSON, sealed where the migration has a keyset: it may hold a password's hash.
    payload      text        NOT NULL,
    attempts     integer     NOT NULL DEFAULT 1,
    first_seen   timestamptz NOT NULL DEFAULT clock_timestamp(),
    last_seen    timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (name, target_table, target_key)
);

-- What people said about rows in the quarantine: try this one again; this one may stay out of the target.
ALTER TABLE crosswalk.quarantine
    ADD COLUMN IF NOT EXISTS retry_requested timestamptz,
    ADD COLUMN IF NOT EXISTS waived_at       timestamptz,
    ADD COLUMN IF NOT EXISTS waived_by       text,
    ADD COLUMN IF NOT EXISTS waived_reason   text;
-- The source commit that the row came with; for a row of the backfill, its snapshot.
ALTER TABLE crosswalk.quarantine ADD COLUMN IF NOT EXISTS position pg_lsn;
-- Waivers of rows that left the quarantine for their tables, until it is known that they stay there: parents are looked at afterwards.
CREATE TABLE IF NOT EXISTS crosswalk.waivers (
    name          text        NOT NULL,
    target_table  text        NOT NULL,
    target_key    text        NOT NULL,
    reason        text        NOT NULL,
    waits_for     text[]      NOT NULL,
    waived_at     timestamptz NOT NULL,
    waived_by     text,
    waived_reason text,
    PRIMARY KEY (name, target_table, target_key)
);
-- The sink looks for requests in every batch.
CREATE INDEX IF NOT EXISTS quarantine_retry ON crosswalk.quarantine (name) WHERE retry_requested IS NOT NULL;

-- Accounts that the authentication service was asked for, noted before it is asked. What was sent is a digest, without the password.
CREATE TABLE IF NOT EXISTS crosswalk.account_requests (
    table_name   text        NOT NULL,
    old_id       text        NOT NULL,
    new_id       uuid        NOT NULL,
    sent         text,
    -- The user is gone: the account is to be deleted.
    doomed       boolean     NOT NULL DEFAULT false,
    requested_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (table_name, old_id)
);
CREATE INDEX IF NOT EXISTS account_requests_new_id ON crosswalk.account_requests (new_id);
CREATE INDEX IF NOT EXISTS account_requests_doomed ON crosswalk.account_requests (table_name) WHERE doomed;

-- Legacy users who get no account, because they have no e-mail address and the mapping says so.
CREATE TABLE IF NOT EXISTS crosswalk.skipped_users (
    table_name text NOT NULL,
    old_id     text NOT NULL,
    PRIMARY KEY (table_name, old_id)
);

-- Indexes and foreign keys that the backfill took away, until they are built again.
CREATE TABLE IF NOT EXISTS crosswalk.deferred (
    name         text    NOT NULL,
    table_schema text    NOT NULL,
    table_name   text    NOT NULL,
    object_name  text    NOT NULL,
    kind         text    NOT NULL CHECK (kind IN ('index', 'foreign key')),
    definition   text    NOT NULL,
    PRIMARY KEY (name, table_schema, table_name, kind, object_name)
);

-- Written before a slot is created and taken away with the ledger's first row: a slot that a crash left in between is ours to drop,
-- and no other is.
CREATE TABLE IF NOT EXISTS crosswalk.beginnings (
    name     text PRIMARY KEY,
    slot     text        NOT NULL,
    begun_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- What was seen of the source: whether it went back in time or was altered shows only against what was there before.
CREATE TABLE IF NOT EXISTS crosswalk.known_source (
    name        text PRIMARY KEY,
    -- The publication, its tables and their partitions, by identities that the source never gives twice.
    publication text        NOT NULL,
    wal_end     pg_lsn      NOT NULL,
    beat        bigint      NOT NULL,
    seen_at     timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- Which row has its tenant from which parent, for tables whose rows may have it from elsewhere too.
CREATE TABLE IF NOT EXISTS crosswalk.inherited (
    table_name   text NOT NULL,
    row_key      text NOT NULL,
    parent_table text NOT NULL,
    PRIMARY KEY (table_name, row_key)
);

-- References that are null because their parent is missing: which row, which column, and what it waits for.
CREATE TABLE IF NOT EXISTS crosswalk.awaited (
    table_name  text NOT NULL,
    row_key     text NOT NULL,
    column_name text NOT NULL,
    waits_for   text NOT NULL,
    -- The parent's key; for an account the legacy id of the user.
    parent_key  text NOT NULL,
    PRIMARY KEY (table_name, row_key, column_name)
);
CREATE INDEX IF NOT EXISTS awaited_waits_for ON crosswalk.awaited (waits_for);

-- Arrays, JSON and polymorphic references that hold null in the place of ids whose rows are missing: the value with its look-ups (sealed
-- like the quarantine), and what it waits for.
CREATE TABLE IF NOT EXISTS crosswalk.incomplete (
    table_name  text   NOT NULL,
    row_key     text   NOT NULL,
    column_name text   NOT NULL,
    waits_for   text[] NOT NULL,
    payload     text   NOT NULL,
    PRIMARY KEY (table_name, row_key, column_name)
);

-- What prepare did, step by step, and what undoes it: its rollback takes back exactly that, whatever the mapping says by then.
CREATE TABLE IF NOT EXISTS crosswalk.prepared (
    name       text    NOT NULL,
    phase      integer NOT NULL,
    number     integer NOT NULL,
    what       text    NOT NULL,
    statement  text    NOT NULL,
    undo       text    NOT NULL,
    applied_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (name, phase, number)
);

-- The legacy schema and the mapping that the rows in the target were made with: what drift is measured against.
CREATE TABLE IF NOT EXISTS crosswalk.baselines (
    name     text PRIMARY KEY,
    baseline text        NOT NULL,
    taken_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- How the legacy schema differs from it, and what somebody said about that.
CREATE TABLE IF NOT EXISTS crosswalk.drift (
    name            text        NOT NULL,
    finding         text        NOT NULL,
    kind            text        NOT NULL,
    table_schema    text        NOT NULL,
    table_name      text        NOT NULL,
    column_name     text        NOT NULL,
    verdict         text        NOT NULL,
    change          text        NOT NULL,
    remedy          text        NOT NULL,
    -- The end of the source's WAL when it was seen first: it happened before.
    seen_before     pg_lsn      NOT NULL,
    seen_at         timestamptz NOT NULL DEFAULT clock_timestamp(),
    accepted_at     timestamptz,
    accepted_by     text,
    accepted_reason text,
    PRIMARY KEY (name, finding)
);
