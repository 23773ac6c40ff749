-- Times are unix milliseconds. Every table but tenants carries tenant_id, and every query filters by it.

CREATE TABLE tenants (
  id TEXT PRIMARY KEY,
  settings TEXT NOT NULL CHECK (json_valid(settings)),
  release_id TEXT,
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;

-- Only hashes of keys are kept; the prefix lets people tell their keys apart.
CREATE TABLE api_keys (
  id TEXT PRIMARY KEY,
  tenant_id TEXT NOT NULL REFERENCES tenants (id),
  hash TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL CHECK (kind IN ('secret', 'publishable')),
  access TEXT NOT NULL DEFAULT 'write' CHECK (access IN ('read', 'write')),
  prefix TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  revoked_at INTEGER
) STRICT;
CREATE INDEX api_keys_tenant ON api_keys (tenant_id);

CREATE TABLE conversations (
  id TEXT PRIMARY KEY,
  tenant_id TEXT NOT NULL REFERENCES tenants (id),
  session_token_hash TEXT NOT NULL,
  language TEXT CHECK (language IN ('en', 'zh')),
  state TEXT NOT NULL CHECK (json_valid(state)),
  -- The sequence number of the message whose turn wrote the state: an older turn that ends late never overwrites it.
  state_seq INTEGER NOT NULL DEFAULT 0,
  redaction_counts TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(redaction_counts)),
  created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX conversations_tenant ON conversations (tenant_id, updated_at);

CREATE TABLE turns (
  id TEXT PRIMARY KEY,
  tenant_id TEXT NOT NULL,
  conversation_id TEXT NOT NULL REFERENCES conversations (id),
  client_message_id TEXT,
  status TEXT NOT NULL CHECK (status IN ('accepted', 'running', 'answered', 'failed')),
  attempt INTEGER NOT NULL,
  lease_until INTEGER NOT NULL,
  -- Set with the answer: the reply that closed this turn, whoever wrote it.
  reply_id TEXT,
  route TEXT CHECK (route IS NULL OR json_valid(route)),
  decision TEXT CHECK (decision IN ('answer', 'clarify', 'refuse', 'handoff', 'flow')),
  created_at INTEGER NOT NULL,
  ended_at INTEGER,
  UNIQUE (conversation_id, client_message_id)
) STRICT;
CREATE INDEX turns_open ON turns (lease_until) WHERE status IN ('accepted', 'running');

CREATE TABLE messages (
  id TEXT PRIMARY KEY,
  tenant_id TEXT NOT NULL,
  conversation_id TEXT NOT NULL REFERENCES conversations (id),
  turn_id TEXT NOT NULL REFERENCES turns (id),
  seq INTEGER NOT NULL,
  role TEXT NOT NULL CHECK (role IN ('customer', 'assistant')),
  -- Redacted: personal data stands as placeholders.
  text TEXT NOT NULL,
  language TEXT CHECK (language IN ('en', 'zh')),
  in_reply_to TEXT UNIQUE REFERENCES messages (id),
  sources TEXT CHECK (sources IS NULL OR json_valid(sources)),
  choices TEXT CHECK (choices IS NULL OR json_valid(choices)),
  composition TEXT CHECK (composition IN ('approved', 'generated', 'fixed')),
  degraded_reason TEXT,
  created_at INTEGER NOT NULL,
  UNIQUE (conversation_id, seq)
) STRICT;
CREATE INDEX messages_turn ON messages (turn_id);

CREATE TABLE knowledge_releases (
  id TEXT PRIMARY KEY,
  tenant_id TEXT NOT NULL REFERENCES tenants (id),
  articles INTEGER NOT NULL,
  passages INTEGER NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE articles (
  tenant_id TEXT NOT NULL,
  release_id TEXT NOT NULL REFERENCES knowledge_releases (id),
  id TEXT NOT NULL,
  language TEXT NOT NULL CHECK (language IN ('en', 'zh')),
  version INTEGER NOT NULL,
  expert TEXT NOT NULL,
  intents TEXT NOT NULL CHECK (json_valid(intents)),
  legal INTEGER NOT NULL CHECK (legal IN (0, 1)),
  title TEXT NOT NULL,
  summary TEXT NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (tenant_id, release_id, id, language)
) STRICT, WITHOUT ROWID;

CREATE TABLE passages (
  tenant_id TEXT NOT NULL,
  release_id TEXT NOT NULL REFERENCES knowledge_releases (id),
  id TEXT NOT NULL,
  article_id TEXT NOT NULL,
  language TEXT NOT NULL CHECK (language IN ('en', 'zh')),
  position INTEGER NOT NULL,
  text TEXT NOT NULL,
  -- Of the embedded text: an unchanged passage keeps its vector from release to release.
  text_hash TEXT NOT NULL,
  vector BLOB,
  vector_model TEXT,
  PRIMARY KEY (tenant_id, release_id, id)
) STRICT;
CREATE INDEX passages_text ON passages (tenant_id, text_hash);

-- `scope` holds the release as a term, so that one index serves every tenant. Chinese text is indexed as pairs of characters.
CREATE VIRTUAL TABLE passages_fts USING fts5 (
  scope, terms, passage_id UNINDEXED, article_id UNINDEXED, language UNINDEXED, release_id UNINDEXED,
  tokenize = 'porter unicode61'
);

CREATE TABLE outbox_events (
  id TEXT PRIMARY KEY,
  tenant_id TEXT NOT NULL REFERENCES tenants (id),
  conversation_id TEXT NOT NULL,
  type TEXT NOT NULL,
  payload TEXT NOT NULL CHECK (json_valid(payload)),
  created_at INTEGER NOT NULL,
  delivered_at INTEGER
) STRICT;
CREATE INDEX outbox_events_open ON outbox_events (created_at) WHERE delivered_at IS NULL;

CREATE TABLE usage_events (
  turn_id TEXT PRIMARY KEY REFERENCES turns (id),
  tenant_id TEXT NOT NULL REFERENCES tenants (id),
  composition TEXT NOT NULL,
  prompt_tokens INTEGER NOT NULL,
  completion_tokens INTEGER NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX usage_events_tenant ON usage_events (tenant_id, created_at);

CREATE TABLE audit_log (
  id TEXT PRIMARY KEY,
  tenant_id TEXT NOT NULL REFERENCES tenants (id),
  actor TEXT NOT NULL,
  action TEXT NOT NULL,
  target TEXT NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX audit_log_tenant ON audit_log (tenant_id, created_at);
