-- Who the customer of a conversation is, as the institution's signed token said.
CREATE TABLE identities (
  conversation_id TEXT PRIMARY KEY REFERENCES conversations (id),
  tenant_id TEXT NOT NULL REFERENCES tenants (id),
  -- The institution's own name for the customer; never changes in a conversation.
  subject TEXT NOT NULL,
  verified_at INTEGER NOT NULL,
  verified_until INTEGER NOT NULL,
  stepped_up_until INTEGER
) STRICT;
CREATE INDEX identities_subject ON identities (tenant_id, subject);

-- A signed token works once. Rows may go when the token has expired.
CREATE TABLE used_token_ids (
  tenant_id TEXT NOT NULL REFERENCES tenants (id),
  -- SHA-256 of the token's jti.
  token_id TEXT NOT NULL,
  -- Of the request that used it: the same request, sent again by the database client, is no second use.
  use_id TEXT NOT NULL,
  expires_at INTEGER NOT NULL,
  PRIMARY KEY (tenant_id, token_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX used_token_ids_expiry ON used_token_ids (expires_at);

-- Every call to the institution's own system. The id is the idempotency key that goes out with it.
CREATE TABLE action_attempts (
  id TEXT PRIMARY KEY,
  tenant_id TEXT NOT NULL REFERENCES tenants (id),
  conversation_id TEXT NOT NULL REFERENCES conversations (id),
  turn_id TEXT NOT NULL,
  interaction_id TEXT NOT NULL,
  action TEXT NOT NULL,
  effect TEXT NOT NULL CHECK (effect IN ('read', 'write')),
  -- refused: not sent, for want of assurance or too many tries. unknown: no answer, and the effect may have taken place.
  status TEXT NOT NULL CHECK (status IN ('claimed', 'refused', 'done', 'failed', 'unknown')),
  -- How often it was sent.
  attempt INTEGER NOT NULL,
  -- Keyed, and without sensitive fields: tells two requests apart and nothing more.
  request_hash TEXT NOT NULL,
  code TEXT,
  -- Of an effect: its answer, sealed, so that it can be given again.
  outcome TEXT,
  -- The runner of the call has ended by then.
  lease_until INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  ended_at INTEGER
) STRICT;
-- What is confirmed once takes effect once.
CREATE UNIQUE INDEX action_attempts_effect ON action_attempts (tenant_id, interaction_id, action)
  WHERE effect = 'write' AND status <> 'refused';
CREATE INDEX action_attempts_conversation ON action_attempts (tenant_id, conversation_id, action, created_at);
