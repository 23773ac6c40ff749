import { actionAttempts } from './action-attempts.ts';
import { apiKeys } from './api-keys.ts';
import { articles } from './articles.ts';
import { auditLog } from './audit-log.ts';
import { conversations } from './conversations.ts';
import { flowReleases } from './flow-releases.ts';
import { identities } from './identities.ts';
import { interactions } from './interactions.ts';
import { knowledgeReleases } from './knowledge-releases.ts';
import { messages } from './messages.ts';
import { outboxEvents } from './outbox-events.ts';
import { passages } from './passages.ts';
import { passagesFts } from './passages-fts.ts';
import { messageRelations, turnRelations } from './relations.ts';
import { tenants } from './tenants.ts';
import { turns } from './turns.ts';
import { usageEvents } from './usage-events.ts';
import { usedTokenIds } from './used-token-ids.ts';
import { vaultValues } from './vault-values.ts';

/** Every table and relation, as Drizzle wants them together. The SQL of `migrations/` is the truth; a test compares the two. */
export const schema = {
  tenants,
  apiKeys,
  conversations,
  turns,
  messages,
  knowledgeReleases,
  articles,
  passages,
  passagesFts,
  flowReleases,
  interactions,
  outboxEvents,
  usageEvents,
  auditLog,
  identities,
  usedTokenIds,
  actionAttempts,
  vaultValues,
  turnRelations,
  messageRelations,
};
