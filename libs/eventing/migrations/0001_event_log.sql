-- The producer's side: event store, outbox (the integration log) and what of it is not published yet.
-- Names are unqualified: each service's schema has tables of its own.

CREATE TABLE event_store (
  position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  aggregate_type text NOT NULL,
  aggregate_id text NOT NULL,
  version integer NOT NULL,
  type text NOT NULL,
  data jsonb NOT NULL,
  metadata jsonb NOT NULL,
  occurred_at timestamptz NOT NULL,
  CONSTRAINT event_store_aggregate_version UNIQUE (aggregate_id, version)
);

CREATE FUNCTION event_store_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'event_store is append-only';
END $$;

CREATE TRIGGER event_store_append_only BEFORE UPDATE OR DELETE ON event_store
  FOR EACH STATEMENT EXECUTE FUNCTION event_store_is_append_only();

CREATE SEQUENCE outbox_position AS bigint;

-- Partitioned by day, so that retention drops a table instead of deleting rows.
CREATE TABLE outbox (
  day date NOT NULL DEFAULT (now() AT TIME ZONE 'utc')::date,
  position bigint NOT NULL DEFAULT nextval('outbox_position'),
  event_id uuid NOT NULL,
  type text NOT NULL,
  aggregate_id text NOT NULL,
  sequence bigint NOT NULL,
  partition smallint NOT NULL,
  body text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (day, position)
) PARTITION BY RANGE (day);

ALTER SEQUENCE outbox_position OWNED BY outbox.position;

-- A gap names an aggregate and a range of its sequence: this finds the missing rows.
CREATE INDEX outbox_aggregate_sequence ON outbox (aggregate_id, sequence);

-- Catches rows for which no day's partition was made: late, never lost.
CREATE TABLE outbox_default PARTITION OF outbox DEFAULT;

-- One thin row for each event that the broker has not acknowledged. Rows come and go fast: vacuum often.
CREATE TABLE outbox_pending (
  position bigint PRIMARY KEY,
  day date NOT NULL,
  partition smallint NOT NULL,
  republish boolean NOT NULL DEFAULT false
) WITH (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 5000);

CREATE FUNCTION ensure_outbox_partitions(days_ahead integer) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  first_day date := (now() AT TIME ZONE 'utc')::date;
  each_day date;
  name text;
BEGIN
  FOR ahead IN 0..days_ahead LOOP
    each_day := first_day + ahead;
    name := 'outbox_' || to_char(each_day, 'YYYYMMDD');
    IF to_regclass(name) IS NULL THEN
      -- Rows that went to the default partition keep their day there.
      PERFORM 1 FROM outbox_default WHERE day = each_day LIMIT 1;
      IF NOT FOUND THEN
        EXECUTE format('CREATE TABLE %I PARTITION OF outbox FOR VALUES FROM (%L) TO (%L)', name, each_day, each_day + 1);
      END IF;
    END IF;
  END LOOP;
END $$;

-- Drops whole days older than the retention, but never a day with an event that is not published yet.
CREATE FUNCTION drop_outbox_partitions(retention_days integer) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
  partition record;
  dropped integer := 0;
  partition_day date;
BEGIN
  FOR partition IN
    SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
    WHERE i.inhparent = 'outbox'::regclass AND c.relname ~ '^outbox_[0-9]{8}$' ORDER BY c.relname
  LOOP
    partition_day := to_date(right(partition.relname, 8), 'YYYYMMDD');
    IF partition_day < (now() AT TIME ZONE 'utc')::date - retention_days
      AND NOT EXISTS (SELECT FROM outbox_pending p WHERE p.day = partition_day) THEN
      EXECUTE format('DROP TABLE %I', partition.relname);
      dropped := dropped + 1;
    END IF;
  END LOOP;
  RETURN dropped;
END $$;

-- What the services call every hour. The outbox is locked for a moment: rather try again in an hour than let every
-- write queue up behind a transaction that hangs. Replicas take turns, so that no two make one partition.
CREATE FUNCTION maintain_outbox(days_ahead integer, retention_days integer) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM set_config('lock_timeout', '2s', true);
  PERFORM pg_advisory_xact_lock(hashtext('outbox maintenance ' || current_schema()));
  PERFORM ensure_outbox_partitions(days_ahead);
  PERFORM drop_outbox_partitions(retention_days);
  -- A republication may have queued rows of a day while it was being dropped: there is nothing left to publish.
  DELETE FROM outbox_pending p
  WHERE NOT EXISTS (SELECT FROM outbox o WHERE o.day = p.day AND o.position = p.position);
END $$;

SELECT ensure_outbox_partitions(7);
