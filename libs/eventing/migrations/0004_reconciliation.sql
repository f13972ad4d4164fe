-- How consumers find out what no gap shows: an aggregate's last event, lost by the broker; and history that is gone.

-- Reconciliation reads the log by time. Rows lie in the order of their time, nearly: a few pages a range suffice.
CREATE INDEX outbox_created_at ON outbox USING brin (created_at) WITH (pages_per_range = 32, autosummarize = on);

-- Up to where a consumer has compared its cursors with a producer's log; in the producer's database time.
CREATE TABLE inbox_reconciliations (
  consumer text NOT NULL,
  generation integer NOT NULL,
  source text NOT NULL,
  reconciled_until timestamptz NOT NULL,
  -- When the last pass over the whole log began: one a day, against clocks that jumped and events published late.
  pass_began_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (consumer, generation, source)
);

-- Aggregates whose first events this consumer never had, since nobody has them any more: where it began instead.
CREATE TABLE inbox_baselines (
  consumer text NOT NULL,
  generation integer NOT NULL,
  source text NOT NULL,
  aggregate_id text NOT NULL,
  -- The last event that is gone.
  sequence bigint NOT NULL,
  taken_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (consumer, generation, source, aggregate_id)
);

-- A moment before which nothing can be added to the log any more, and all is published but what the broker refuses: no
-- transaction of this role that is older still runs, and no older event is pending. A long transaction, or a broker
-- that is away, holds it back: here that costs time only. (The relay must wait for nothing, and goes by its pending
-- list instead.) An event is refused when its partition's events that are a minute younger are published already.
CREATE FUNCTION outbox_horizon() RETURNS timestamptz LANGUAGE sql AS $$
  SELECT least(
    -- Younger events are on their way, most likely.
    clock_timestamp() - interval '2 seconds',
    (SELECT min(xact_start) FROM pg_stat_activity WHERE usename = current_user AND datname = current_database()
      AND pid <> pg_backend_pid()),
    (SELECT min(o.created_at) FROM outbox_pending p JOIN outbox o ON o.day = p.day AND o.position = p.position
      WHERE NOT p.republish AND NOT EXISTS (
        SELECT FROM outbox y WHERE y.created_at > o.created_at + interval '1 minute' AND y.partition = o.partition
          AND y.day >= o.day AND NOT EXISTS (SELECT FROM outbox_pending q WHERE q.position = y.position)
      ))
  ) - interval '1 microsecond'
$$;

CREATE FUNCTION outbox_events_between(after timestamptz, up_to timestamptz, at_most integer) RETURNS integer
LANGUAGE sql AS $$
  SELECT count(*)::integer FROM (
    SELECT FROM outbox WHERE created_at > after AND created_at <= up_to
      AND day BETWEEN (after AT TIME ZONE 'utc')::date AND (up_to AT TIME ZONE 'utc')::date
    LIMIT at_most
  ) counted
$$;

-- One page of the log by time, cut so that it holds no more than a number of events (unless they were committed at the
-- same moment): the last event of each aggregate in it. No row when there is nothing to tell yet.
CREATE FUNCTION outbox_heads(after timestamptz, page_events integer)
RETURNS TABLE (up_to timestamptz, more boolean, heads json) LANGUAGE plpgsql AS $$
DECLARE
  horizon timestamptz := outbox_horizon();
  begin_at timestamptz := coalesce(
    after, (SELECT created_at - interval '1 hour' FROM outbox ORDER BY day, position LIMIT 1));
  width interval := interval '1 day';
  end_at timestamptz;
BEGIN
  IF begin_at IS NULL OR begin_at >= horizon THEN RETURN; END IF;
  LOOP
    end_at := least(begin_at + width, horizon);
    EXIT WHEN width < interval '1 millisecond' OR outbox_events_between(begin_at, end_at, page_events + 1) <= page_events;
    width := width / 8;
  END LOOP;
  RETURN QUERY SELECT end_at, end_at < horizon, coalesce((
    SELECT json_agg(json_build_array(h.aggregate_id, h.last)) FROM (
      SELECT o.aggregate_id, max(o.sequence) AS last FROM outbox o
      WHERE o.created_at > begin_at AND o.created_at <= end_at
        AND o.day BETWEEN (begin_at AT TIME ZONE 'utc')::date AND (end_at AT TIME ZONE 'utc')::date
        -- What the broker refuses is not there to be asked for.
        AND NOT EXISTS (SELECT FROM outbox_pending p WHERE p.position = o.position AND NOT p.republish)
      GROUP BY 1
    ) h
  ), '[]'::json);
END $$;

-- As before, but it ends with the first day that must stay: a hole in the middle of the log would look like a loss. And
-- it goes by the log's own last day as well: a clock that jumped ahead drops nothing.
CREATE OR REPLACE FUNCTION drop_outbox_partitions(retention_days integer) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
  partition record;
  dropped integer := 0;
  partition_day date;
  today date := least((now() AT TIME ZONE 'utc')::date, (SELECT max(day) FROM outbox));
BEGIN
  FOR partition IN
    SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
    WHERE i.inhparent = 'outbox'::regclass AND c.relname ~ '^outbox_[0-9]{8}$' ORDER BY c.relname
  LOOP
    partition_day := to_date(right(partition.relname, 8), 'YYYYMMDD');
    EXIT WHEN today IS NULL OR partition_day >= today - retention_days
      OR EXISTS (SELECT FROM outbox_pending p WHERE p.day = partition_day);
    EXECUTE format('DROP TABLE %I', partition.relname);
    dropped := dropped + 1;
  END LOOP;
  RETURN dropped;
END $$;
