-- Flow files of a tenant, by release, as they were sent and as the policy takes them.
CREATE TABLE flow_releases (
  id TEXT PRIMARY KEY,
  tenant_id TEXT NOT NULL REFERENCES tenants (id),
  files TEXT NOT NULL CHECK (json_valid(files)),
  compiled TEXT NOT NULL CHECK (json_valid(compiled)),
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX flow_releases_tenant ON flow_releases (tenant_id);
ALTER TABLE tenants ADD COLUMN flow_release_id TEXT;

-- What customers were asked to do. Each is answered once: the turn that answers it takes it in the batch that opens the turn.
CREATE TABLE interactions (
  id TEXT PRIMARY KEY,
  tenant_id TEXT NOT NULL REFERENCES tenants (id),
  conversation_id TEXT NOT NULL REFERENCES conversations (id),
  turn_id TEXT NOT NULL REFERENCES turns (id),
  type TEXT NOT NULL CHECK (type IN ('form', 'choice', 'confirm', 'secret', 'case')),
  body TEXT NOT NULL CHECK (json_valid(body)),
  state TEXT NOT NULL CHECK (state IN ('open', 'used', 'expired')),
  expires_at INTEGER,
  used_by_turn TEXT,
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX interactions_open ON interactions (conversation_id) WHERE state = 'open';
CREATE INDEX interactions_used_by ON interactions (used_by_turn) WHERE used_by_turn IS NOT NULL;
ALTER TABLE messages ADD COLUMN interaction TEXT CHECK (interaction IS NULL OR json_valid(interaction));
