-- The ids of the service-auth tokens that writes were asked with: each counts once, on every replica. A row is of no
-- use once its token has expired.
CREATE TABLE used_tokens (
  issuer text NOT NULL,
  token_id text NOT NULL,
  expires_at timestamptz NOT NULL,
  PRIMARY KEY (issuer, token_id)
);
--> statement-breakpoint
CREATE INDEX used_tokens_expiry ON used_tokens (expires_at);
