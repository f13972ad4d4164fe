-- The answers to commands that were asked under an Idempotency-Key, each written in the transaction of its command.
-- `request`: SHA-256 of what was asked, so that the key can not be used for something else.
CREATE TABLE idempotency_keys (
  person text NOT NULL,
  key text NOT NULL,
  request bytea NOT NULL,
  status smallint NOT NULL,
  headers jsonb NOT NULL,
  body text,
  answered_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (person, key)
);
--> statement-breakpoint
CREATE INDEX idempotency_keys_answered ON idempotency_keys (answered_at);
