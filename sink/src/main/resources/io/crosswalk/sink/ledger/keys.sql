-- The keys of the migration, in SQL: CUIDs to UUIDs and back, in step with the Java class CuidBijection on every input.
-- Needs the schema crosswalk and the table crosswalk.id_mappings (table_name text, old_id text, new_id uuid), and no
-- extension. May run again at any time. The functions run with the rights of their caller.
--
-- A CUID in range is 'c' and 24 base36 digits; as a number, less the start of its range, it fills the 122 free bits of a
-- UUID. bigint holds twelve digits, so numbers are handled as two halves; 36^12 = 2^24 * 3^24, so going through chunks
-- of 24 bits never leaves bigint: 3^24 = 282429536481 has 39 bits. 36^4 = 1679616 moves milliseconds into place.
-- PostgreSQL gives <<, >>, & and | one precedence: hence the parentheses.

-- The UUID of a legacy id that can be computed (UUIDv8 for a CUID up to 2033, UUIDv4 for one dated 2034 to 2055) or is
-- kept (a lower-case UUID in canonical form); NULL for every other text.
-- COLLATE "C": what [a-z] matches, and whether a match is possible at all, must not depend on the caller's collation.
CREATE OR REPLACE FUNCTION crosswalk.uuid_of(old_id text) RETURNS uuid
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
  legacy_start CONSTANT bigint := 1349049600000 * 1679616;
  new_start    CONSTANT bigint := 2020000000000 * 1679616;
  mask         CONSTANT bigint := 16777215;
  version integer;
  bytes bytea;
  code  integer;
  upper_half bigint := 0;
  lower_half bigint := 0;
  high  bigint;  -- The product in chunks: 50 bits, then three times 24.
  third bigint;
  fourth bigint;
BEGIN
  IF octet_length(old_id) = 36 THEN
    IF old_id COLLATE "C" ~ '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$' THEN
      RETURN old_id::uuid;
    END IF;
    RETURN NULL;
  END IF;
  IF octet_length(old_id) <> 25 OR old_id COLLATE "C" !~ '^c[0-9a-z]{24}$' THEN
    RETURN NULL;
  END IF;

  bytes := old_id::bytea;
  FOR place IN 1..12 LOOP
    -- '0' is 48 and 'a' is 97: bit 6 tells letters from digits, and letters start 39 further up than ten digits end.
    code := get_byte(bytes, place);
    upper_half := upper_half * 36 + (code - 48 - 39 * (code >> 6));
    code := get_byte(bytes, place + 12);
    lower_half := lower_half * 36 + (code - 48 - 39 * (code >> 6));
  END LOOP;

  FOREACH version IN ARRAY ARRAY[8, 4] LOOP
    high := upper_half - CASE version WHEN 8 THEN legacy_start ELSE new_start END;
    EXIT WHEN high < 0;
    fourth := (high & mask) * 282429536481 + (lower_half >> 24);
    third := ((high >> 24) & mask) * 282429536481 + (fourth >> 24);
    high := (high >> 48) * 282429536481 + (third >> 24);
    CONTINUE WHEN (high >> 50) <> 0;
    third := third & mask;
    RETURN (lpad(to_hex(high >> 2), 12, '0')
      || version
      || lpad(to_hex(((high & 3) << 10) | (third >> 14)), 3, '0')
      || to_hex((1::bigint << 63) | ((third & 16383) << 48) | ((fourth & mask) << 24) | (lower_half & mask)))::uuid;
  END LOOP;
  RETURN NULL;
END
$function$;

-- The CUID of a UUIDv8 (the one it came from) or of a UUIDv4 (a well-formed one dated after 2033); NULL for every other
-- version or variant. A legacy id that was a UUIDv4 itself gets a CUID here too: crosswalk.old_id_of knows better.
CREATE OR REPLACE FUNCTION crosswalk.cuid_of(new_id uuid) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
  odd      CONSTANT bigint := 282429536481;
  mask     CONSTANT bigint := 16777215;
  alphabet CONSTANT text := '0123456789abcdefghijklmnopqrstuvwxyz';
  hex   text := replace(new_id::text, '-', '');
  start bigint;
  top   bigint;
  low   bigint;
  third bigint;
  fourth bigint;
  upper_half bigint;
  lower_half bigint;
  upper_digits text := '';
  lower_digits text := '';
BEGIN
  IF strpos('89ab', substr(hex, 17, 1)) = 0 THEN
    RETURN NULL;
  END IF;
  CASE substr(hex, 13, 1)
    WHEN '8' THEN start := 1349049600000 * 1679616;
    WHEN '4' THEN start := 2020000000000 * 1679616;
    ELSE RETURN NULL;
  END CASE;

  -- The upper 60 and the lower 62 of the free bits, then long division by 36^12 in chunks of 50, 24, 24 and 24 bits.
  top := ('x' || substr(hex, 1, 12) || substr(hex, 14, 3))::bit(60)::bigint;
  low := ('x' || substr(hex, 17, 16))::bit(64)::bigint & 4611686018427387903;
  third := (((top >> 10) % odd) << 24) | ((top & 1023) << 14) | (low >> 48);
  fourth := ((third % odd) << 24) | ((low >> 24) & mask);
  upper_half := start + ((((top >> 10) / odd) << 48) | ((third / odd) << 24) | (fourth / odd));
  lower_half := ((fourth % odd) << 24) | (low & mask);

  FOR place IN 1..12 LOOP
    upper_digits := substr(alphabet, (upper_half % 36)::integer + 1, 1) || upper_digits;
    lower_digits := substr(alphabet, (lower_half % 36)::integer + 1, 1) || lower_digits;
    upper_half := upper_half / 36;
    lower_half := lower_half / 36;
  END LOOP;
  RETURN 'c' || upper_digits || lower_digits;
END
$function$;

-- The new id of a row: as recorded in id_mappings, else computed, else NULL.
-- %TYPE gives the variables the collations of the columns, so the caller's collation decides neither what is equal nor
-- whether the index serves.
CREATE OR REPLACE FUNCTION crosswalk.uuid_of(table_name text, old_id text) RETURNS uuid
LANGUAGE plpgsql STABLE STRICT PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
  wanted_table crosswalk.id_mappings.table_name%TYPE := table_name;
  wanted_id    crosswalk.id_mappings.old_id%TYPE := old_id;
  recorded     uuid;
BEGIN
  SELECT m.new_id INTO recorded
    FROM crosswalk.id_mappings m
   WHERE m.table_name = wanted_table AND m.old_id = wanted_id;
  RETURN coalesce(recorded, crosswalk.uuid_of(wanted_id));
END
$function$;

-- The legacy id of a row: as recorded in id_mappings (a kept UUID must not turn into a CUID), else computed, else NULL.
CREATE OR REPLACE FUNCTION crosswalk.old_id_of(table_name text, new_id uuid) RETURNS text
LANGUAGE plpgsql STABLE STRICT PARALLEL SAFE
SET search_path = pg_catalog, pg_temp
AS $function$
DECLARE
  wanted_table crosswalk.id_mappings.table_name%TYPE := table_name;
  wanted_id    CONSTANT uuid := new_id;
  recorded     text;
BEGIN
  SELECT m.old_id INTO recorded
    FROM crosswalk.id_mappings m
   WHERE m.table_name = wanted_table AND m.new_id = wanted_id;
  RETURN coalesce(recorded, crosswalk.cuid_of(wanted_id));
END
$function$;
