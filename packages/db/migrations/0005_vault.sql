-- What placeholders stand for. Of a card only the last four digits and a keyed hash; codes and passwords have no row. All else is
-- encrypted under a key of the conversation, which is kept, wrapped, outside this database: restoring an old copy of it brings no value back.
CREATE TABLE vault_values (
  tenant_id TEXT NOT NULL,
  conversation_id TEXT NOT NULL REFERENCES conversations (id),
  placeholder TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('CARD', 'IBAN', 'EMAIL', 'PHONE', 'CN_ID', 'SSN', 'PASSPORT', 'ACCOUNT')),
  last_four TEXT CHECK (last_four IS NULL OR length(last_four) = 4),
  hash TEXT,
  key_id TEXT,
  iv TEXT,
  ciphertext TEXT,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (tenant_id, conversation_id, placeholder),
  CHECK ((kind = 'CARD') = (last_four IS NOT NULL AND hash IS NOT NULL AND ciphertext IS NULL)),
  CHECK ((kind = 'CARD') OR (ciphertext IS NOT NULL AND iv IS NOT NULL AND key_id IS NOT NULL AND last_four IS NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX vault_values_conversation ON vault_values (conversation_id);
