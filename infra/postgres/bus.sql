-- The durable event bus in one schema. Run by bus.mjs, as the schema's owner, in one transaction; running it again
-- changes nothing but the functions. Services have no right on a table: they call the functions below, which find
-- out who calls from the session's login role (SET ROLE does not change it).

-- Who may log in, and whose events and consumers are theirs. No context: the operator, who may do everything.
CREATE TABLE IF NOT EXISTS bus.identities (
  role name PRIMARY KEY,
  context text
);

-- The row's lock serialises those who publish into a partition. It is held until their commit, so that positions
-- become visible in their order: nobody can read past a position that is still to come. A low fill factor keeps
-- the ever-changing rows on their page, without new index entries.
CREATE TABLE IF NOT EXISTS bus.partitions (
  partition smallint PRIMARY KEY,
  position bigint NOT NULL DEFAULT 0
) WITH (fillfactor = 10);

CREATE TABLE IF NOT EXISTS bus.events (
  partition smallint NOT NULL,
  position bigint NOT NULL,
  event_id text NOT NULL,
  type text NOT NULL,
  aggregate_id text NOT NULL,
  body text NOT NULL,
  stored_at timestamptz NOT NULL,
  PRIMARY KEY (partition, position)
);

-- `epoch` names this life of a lane: what a reader still holds of an earlier one is refused.
CREATE SEQUENCE IF NOT EXISTS bus.epochs;
CREATE TABLE IF NOT EXISTS bus.consumers (
  consumer text NOT NULL,
  partition smallint NOT NULL,
  owner text NOT NULL,
  epoch bigint NOT NULL DEFAULT nextval('bus.epochs'),
  position bigint NOT NULL,
  PRIMARY KEY (consumer, partition)
) WITH (fillfactor = 10);

CREATE TABLE IF NOT EXISTS bus.settings (
  is_the_only boolean PRIMARY KEY DEFAULT true CHECK (is_the_only),
  retention interval NOT NULL
);

-- For people: the events with what is inside their bodies. A body that is no event has nothing inside.
CREATE OR REPLACE VIEW bus.event_store AS
SELECT e.partition, e.position, e.event_id, e.type, e.aggregate_id,
  CASE WHEN c.event ->> 'sequence' ~ '^\d{1,18}$' THEN (c.event ->> 'sequence')::bigint END AS version,
  c.event ->> 'time' AS "time", c.event -> 'data' AS data, e.stored_at
FROM bus.events e
CROSS JOIN LATERAL (SELECT CASE WHEN e.body IS JSON OBJECT THEN e.body::json END) AS c (event);

CREATE OR REPLACE FUNCTION bus.caller() RETURNS bus.identities
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  found_identity bus.identities;
BEGIN
  SELECT * INTO found_identity FROM bus.identities i WHERE i.role = session_user;
  IF NOT FOUND THEN
    RAISE insufficient_privilege USING
      MESSAGE = format('"%s" has no identity on the bus', session_user),
      HINT = 'Connect as a role that infra/postgres/bus.mjs has made.';
  END IF;
  RETURN found_identity;
END $$;

-- Stores a batch, in its order within each partition, and names what it refused. Every array has one element an
-- event.
CREATE OR REPLACE FUNCTION bus.publish(
  partitions smallint[], event_ids text[], types text[], aggregate_ids text[], bodies text[]
) RETURNS TABLE (refused integer, reason text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  own_types text := coalesce('events.' || (bus.caller()).context || '.', '');
  taken integer;
BEGIN
  -- What is said to be stored is on the disk, whatever the session or the database is set to.
  IF current_setting('synchronous_commit') IN ('off', 'local') THEN
    PERFORM set_config('synchronous_commit', 'on', true);
  END IF;
  -- Always in the same order, so that two calls never wait for each other in a circle.
  PERFORM FROM bus.partitions p WHERE p.partition = ANY (partitions) ORDER BY p.partition FOR UPDATE;
  WITH incoming AS (
    SELECT i.*, row_number() OVER (PARTITION BY i.partition ORDER BY i.n) AS place
    FROM unnest(partitions, event_ids, types, aggregate_ids, bodies) WITH ORDINALITY
      AS i (partition, event_id, type, aggregate_id, body, n)
    WHERE starts_with(i.type, own_types)
  ), moved AS (
    UPDATE bus.partitions p SET position = p.position + c.events
    FROM (SELECT i.partition, count(*) AS events FROM incoming i GROUP BY i.partition) AS c
    WHERE p.partition = c.partition
    RETURNING p.partition, p.position - c.events AS before
  )
  INSERT INTO bus.events (partition, position, event_id, type, aggregate_id, body, stored_at)
  SELECT i.partition, m.before + i.place, i.event_id, i.type, i.aggregate_id, i.body, statement_timestamp()
  FROM incoming i JOIN moved m ON m.partition = i.partition;
  GET DIAGNOSTICS taken = ROW_COUNT;
  IF taken < cardinality(partitions) THEN
    RETURN QUERY
      SELECT i.n::integer - 1,
        CASE WHEN starts_with(i.type, own_types) THEN format('there is no partition %s', i.partition)
        ELSE format('"%s" may publish only "%s*"', session_user, own_types) END
      FROM unnest(partitions, types) WITH ORDINALITY AS i (partition, type, n)
      WHERE NOT starts_with(i.type, own_types)
        OR NOT EXISTS (SELECT FROM bus.partitions p WHERE p.partition = i.partition);
  END IF;
END $$;

-- Where a lane stands.
CREATE OR REPLACE FUNCTION bus.open(of_consumer text, of_partition smallint)
RETURNS TABLE (epoch bigint, "position" bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  own text := (bus.caller()).context;
BEGIN
  RETURN QUERY
    SELECT c.epoch, c.position FROM bus.consumers c
    WHERE c.consumer = of_consumer AND c.partition = of_partition AND (own IS NULL OR c.owner = own);
  IF NOT FOUND THEN
    RAISE insufficient_privilege USING
      MESSAGE = format('"%s" has no consumer "%s" of partition %s', session_user, of_consumer, of_partition),
      HINT = 'An operator adds it: SELECT bus.add_consumer(…).';
  END IF;
END $$;

-- What follows the given positions, for many lanes at once: their number, and up to `limits` events and about
-- `max_bytes` of each. `last` is the partition's last position. A row without a position: the lane is not there any
-- more, or not in this epoch, or has read further than the partition reaches (it was restored from a backup).
--
-- The plan is made for an index: one that was cached while the tables were small would read all of them for ever.
CREATE OR REPLACE FUNCTION bus.fetch(
  consumers text[], partitions smallint[], epochs bigint[], positions bigint[], limits integer[], max_bytes integer
) RETURNS TABLE (lane integer, "position" bigint, body text, last bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET enable_seqscan = off SET enable_bitmapscan = off AS $$
DECLARE
  own text := (bus.caller()).context;
BEGIN
  RETURN QUERY
    SELECT l.n::integer - 1, e.position, e.body, p.position
    FROM unnest(consumers, partitions, epochs, positions, limits) WITH ORDINALITY
      AS l (consumer, partition, epoch, position, max, n)
    JOIN bus.partitions p ON p.partition = l.partition
    LEFT JOIN bus.consumers c ON c.consumer = l.consumer AND c.partition = l.partition
      AND c.epoch = l.epoch AND (own IS NULL OR c.owner = own) AND l.position <= p.position
    LEFT JOIN LATERAL (
      SELECT following.position, following.body
      FROM (
        SELECT bounded.position, bounded.body,
          sum(octet_length(bounded.body)) OVER (ORDER BY bounded.position ROWS UNBOUNDED PRECEDING)
            - octet_length(bounded.body) AS bytes_before
        FROM (
          SELECT stored.position, stored.body FROM bus.events stored
          WHERE stored.partition = l.partition AND stored.position > l.position
          ORDER BY stored.position LIMIT l.max
        ) AS bounded
      ) AS following
      WHERE following.bytes_before < max_bytes
    ) AS e ON c.epoch IS NOT NULL
    WHERE e.position IS NOT NULL OR c.epoch IS NULL;
END $$;

-- Moves lanes forward, never back. Not flushed: a lost acknowledgement costs a redelivery.
CREATE OR REPLACE FUNCTION bus.acknowledge(
  consumers text[], partitions smallint[], epochs bigint[], positions bigint[]
) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  own text := (bus.caller()).context;
BEGIN
  PERFORM set_config('synchronous_commit', 'off', true);
  PERFORM FROM bus.consumers c
  JOIN unnest(consumers, partitions) AS a (consumer, partition)
    ON c.consumer = a.consumer AND c.partition = a.partition
  WHERE own IS NULL OR c.owner = own
  ORDER BY c.consumer, c.partition FOR UPDATE OF c;
  UPDATE bus.consumers c SET position = a.position
  FROM unnest(consumers, partitions, epochs, positions) AS a (consumer, partition, epoch, position)
  WHERE c.consumer = a.consumer AND c.partition = a.partition AND c.epoch = a.epoch AND c.position < a.position
    AND (own IS NULL OR c.owner = own);
END $$;

-- Events stored that the consumer has not acknowledged. Far behind, positions without an event are counted too.
CREATE OR REPLACE FUNCTION bus.lag(of_consumer text, of_partitions smallint[]) RETURNS bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET enable_seqscan = off AS $$
DECLARE
  own text := (bus.caller()).context;
BEGIN
  RETURN (
    SELECT coalesce(sum(CASE
      WHEN p.position - c.position > 10000 THEN p.position - c.position
      ELSE (SELECT count(*) FROM bus.events e WHERE e.partition = c.partition AND e.position > c.position)
    END), 0)
    FROM bus.consumers c JOIN bus.partitions p ON p.partition = c.partition
    WHERE c.consumer = of_consumer AND c.partition = ANY (of_partitions) AND (own IS NULL OR c.owner = own)
  );
END $$;

-- Throws, with the reason, when the caller can not use the bus now.
CREATE OR REPLACE FUNCTION bus.check() RETURNS void
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM bus.caller();
  IF current_setting('transaction_read_only')::boolean THEN
    RAISE read_only_sql_transaction USING
      MESSAGE = 'the bus can not be written to: the server is a standby, or read-only',
      HINT = 'Point BUS_DATABASE_URL at the primary.';
  END IF;
END $$;

-- Drops events that are older than the retention and that every consumer has acknowledged: a batch a call, so
-- that nothing is locked for long. Returns how many; 0 also when somebody else is at it.
CREATE OR REPLACE FUNCTION bus.drop_old() RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  dropped bigint;
BEGIN
  PERFORM bus.caller();
  IF NOT pg_try_advisory_xact_lock(hashtext('bus.drop_old')) THEN
    RETURN 0;
  END IF;
  DELETE FROM bus.events e
  USING bus.partitions p, LATERAL (
    SELECT o.position FROM bus.events o
    WHERE o.partition = p.partition AND o.position <= coalesce(
      (SELECT min(c.position) FROM bus.consumers c WHERE c.partition = p.partition), p.position)
    ORDER BY o.position LIMIT 1000
  ) AS oldest
  WHERE e.partition = p.partition AND e.position = oldest.position
    AND e.stored_at < now() - (SELECT s.retention FROM bus.settings s);
  GET DIAGNOSTICS dropped = ROW_COUNT;
  RETURN dropped;
END $$;

-- For the operator ---------------------------------------------------------------------------------------------

-- Makes a durable consumer of all partitions; one that is there stays as it is. It begins with the first event
-- that is kept (`first`), with what is stored from now on (`new`), or with what was stored at a time or later.
CREATE OR REPLACE FUNCTION bus.add_consumer(named text, start text DEFAULT 'first', owned_by text DEFAULT NULL)
RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  since timestamptz := CASE WHEN start NOT IN ('first', 'new') THEN start::timestamptz END;
BEGIN
  INSERT INTO bus.consumers (consumer, partition, owner, position)
  SELECT named, p.partition, coalesce(owned_by, named), CASE start
    WHEN 'first' THEN 0
    WHEN 'new' THEN p.position
    ELSE coalesce((SELECT min(e.position) - 1 FROM bus.events e
      WHERE e.partition = p.partition AND e.stored_at >= since), p.position)
  END
  FROM bus.partitions p
  ON CONFLICT DO NOTHING;
END $$;

CREATE OR REPLACE FUNCTION bus.remove_consumer(named text) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$ DELETE FROM bus.consumers WHERE consumer = named $$;

-- Lets a lane begin after a position, forward or back. Its reader opens it again.
CREATE OR REPLACE FUNCTION bus.move_consumer(named text, of_partition smallint, after bigint) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  UPDATE bus.consumers c SET position = least(after, p.position), epoch = nextval('bus.epochs')
  FROM bus.partitions p
  WHERE c.consumer = named AND c.partition = of_partition AND p.partition = c.partition
$$;

REVOKE ALL ON ALL FUNCTIONS IN SCHEMA bus FROM PUBLIC;
