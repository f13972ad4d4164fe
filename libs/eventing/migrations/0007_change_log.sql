-- What changed in a service's projections, in the order of the commits, for streams that go on where they left off.
-- Who changes something records it in its own transaction, without a place. Rows whose transactions have committed
-- are given their places afterwards, by one at a time: whoever has seen a place has seen all before it.
CREATE TABLE recorded_changes (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  kind text NOT NULL,
  subject text NOT NULL,
  keys text[] NOT NULL
);

CREATE TABLE change_log (
  position bigint PRIMARY KEY,
  kind text NOT NULL,
  subject text NOT NULL,
  keys text[] NOT NULL,
  numbered_at timestamptz NOT NULL
);

-- `last`: the last place that was given. `floor`: what is at or before it may have been forgotten.
CREATE TABLE change_log_head (
  one boolean PRIMARY KEY DEFAULT true CHECK (one),
  last bigint NOT NULL DEFAULT 0,
  floor bigint NOT NULL DEFAULT 0
);

INSERT INTO change_log_head DEFAULT VALUES;

-- Each statement of a volatile function has a snapshot of its own: the rows are looked for once the lock is held, so
-- they are all that was committed by then, and no other call gives places meanwhile.
CREATE FUNCTION number_changes(at_most integer) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
  before bigint;
  numbered integer;
BEGIN
  IF NOT EXISTS (SELECT FROM recorded_changes) THEN
    RETURN 0;
  END IF;
  SELECT last INTO before FROM change_log_head FOR UPDATE;
  WITH taken AS (
    DELETE FROM recorded_changes WHERE id IN (SELECT id FROM recorded_changes ORDER BY id LIMIT at_most) RETURNING *
  )
  INSERT INTO change_log (position, kind, subject, keys, numbered_at)
  SELECT before + row_number() OVER (ORDER BY id), kind, subject, keys, clock_timestamp() FROM taken;
  GET DIAGNOSTICS numbered = ROW_COUNT;
  UPDATE change_log_head SET last = before + numbered WHERE numbered > 0;
  RETURN numbered;
END $$;

CREATE FUNCTION forget_changes(retention interval, at_most integer) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
  forgotten integer;
  highest bigint;
BEGIN
  PERFORM FROM change_log_head FOR UPDATE;
  WITH gone AS (
    DELETE FROM change_log
    WHERE position IN (SELECT position FROM change_log ORDER BY position LIMIT at_most)
      AND numbered_at < clock_timestamp() - retention
    RETURNING position
  )
  SELECT count(*), max(position) INTO forgotten, highest FROM gone;
  UPDATE change_log_head SET floor = greatest(floor, highest) WHERE forgotten > 0;
  RETURN forgotten;
END $$;
