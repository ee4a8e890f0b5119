-- The torture's tables on the new side, for a target that nobody prepares.
CREATE TABLE torture_left (id uuid PRIMARY KEY, label text NOT NULL, amount bigint NOT NULL, note text);
CREATE TABLE torture_right (id uuid PRIMARY KEY, label text NOT NULL, amount bigint NOT NULL, note text);
CREATE TABLE torture_seat (
    id uuid PRIMARY KEY,
    label text NOT NULL,
    place integer NOT NULL,
    CONSTRAINT torture_seat_place_key UNIQUE (place) DEFERRABLE INITIALLY DEFERRED
);
CREATE TABLE torture_bulk (id uuid PRIMARY KEY, number integer NOT NULL, payload text);
CREATE TABLE torture_bulk_line (
    id uuid PRIMARY KEY,
    bulk_id uuid NOT NULL REFERENCES torture_bulk (id) ON DELETE CASCADE,
    number integer NOT NULL
);
CREATE INDEX torture_bulk_line_bulk_id_idx ON torture_bulk_line (bulk_id);
CREATE TABLE torture_history (id uuid PRIMARY KEY, tick bigint NOT NULL UNIQUE, digest text);
