-- The operator's side: what parked events have in common, who stopped what, and a record of every intervention.

-- The first line of the error without what differs from one event to the next: what groups are made by.
ALTER TABLE parked_events ADD COLUMN error_signature text NOT NULL DEFAULT '';
-- Attempts since it was parked first; `attempts` begins anew when an operator has it tried again.
ALTER TABLE parked_events ADD COLUMN total_attempts integer NOT NULL DEFAULT 0;
-- When the last attempt failed.
ALTER TABLE parked_events ADD COLUMN failed_at timestamptz;
-- Pages are cut between milliseconds, which is what a cursor can say.
ALTER TABLE parked_events ALTER COLUMN parked_at SET DEFAULT date_trunc('milliseconds', now());

UPDATE parked_events SET
  error_signature = left(split_part(coalesce(error, ''), E'\n', 1), 200),
  total_attempts = attempts,
  parked_at = date_trunc('milliseconds', parked_at);

CREATE INDEX parked_events_groups ON parked_events (consumer, generation, status, type, error_signature, parked_at);
CREATE INDEX parked_events_by_age ON parked_events (consumer, generation, parked_at, event_id);
CREATE INDEX parked_events_event ON parked_events (event_id);

-- What an operator asks of a consumer; every replica obeys within a second. No row: it runs.
CREATE TABLE consumer_controls (
  consumer text PRIMARY KEY,
  paused boolean NOT NULL,
  reason text NOT NULL,
  changed_by text NOT NULL,
  changed_at timestamptz NOT NULL DEFAULT now()
);

-- Who changed what, when and why. What was discarded is kept here with its body.
CREATE TABLE event_audit (
  id uuid PRIMARY KEY,
  at timestamptz NOT NULL DEFAULT date_trunc('milliseconds', now()),
  operator text NOT NULL,
  action text NOT NULL,
  consumer text,
  reason text,
  -- How many events it was about.
  events integer NOT NULL,
  target jsonb NOT NULL,
  body text
);

CREATE INDEX event_audit_by_time ON event_audit (at, id);

CREATE FUNCTION event_audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'event_audit is append-only';
END $$;

CREATE TRIGGER event_audit_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON event_audit
  FOR EACH STATEMENT EXECUTE FUNCTION event_audit_is_append_only();
