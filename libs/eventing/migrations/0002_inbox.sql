-- The consumer's side: how far each aggregate was handled, what waits, and who works.

-- One row per aggregate and consumer, moved in the transaction of the handlers' effects.
CREATE TABLE inbox_cursors (
  consumer text NOT NULL,
  generation integer NOT NULL,
  source text NOT NULL,
  aggregate_id text NOT NULL,
  -- The last event handled.
  sequence bigint NOT NULL,
  -- Where the cursor stood before its last move: a move is refused unless the row stands there.
  previous bigint NOT NULL,
  PRIMARY KEY (consumer, generation, source, aggregate_id)
);

-- Events that can not be handled now: their predecessor is missing (waiting), they failed and will be tried
-- again (retrying), or they failed for good (dead) and wait for an operator.
CREATE TABLE parked_events (
  consumer text NOT NULL,
  generation integer NOT NULL,
  source text NOT NULL,
  aggregate_id text NOT NULL,
  sequence bigint NOT NULL,
  partition smallint NOT NULL,
  event_id uuid NOT NULL,
  type text NOT NULL,
  body text NOT NULL,
  status text NOT NULL CHECK (status IN ('waiting', 'retrying', 'dead')),
  reason text NOT NULL,
  error text,
  attempts integer NOT NULL DEFAULT 0,
  next_attempt_at timestamptz NOT NULL DEFAULT now(),
  parked_at timestamptz NOT NULL DEFAULT now(),
  heal_requested_at timestamptz,
  service_version text NOT NULL,
  PRIMARY KEY (consumer, generation, source, aggregate_id, sequence)
);

CREATE INDEX parked_events_due ON parked_events (consumer, generation, partition, status, next_attempt_at);

-- Who handles (or relays) a partition. Expiry is in database time: no replica's clock is trusted.
CREATE TABLE lane_leases (
  role text NOT NULL,
  partition smallint NOT NULL,
  owner text NOT NULL,
  expires_at timestamptz NOT NULL,
  PRIMARY KEY (role, partition)
);

-- The replicas that are alive, so that each knows its fair share.
CREATE TABLE lane_replicas (
  role text NOT NULL,
  replica text NOT NULL,
  incarnation text NOT NULL,
  expires_at timestamptz NOT NULL,
  PRIMARY KEY (role, replica)
);
