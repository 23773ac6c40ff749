import type { Database } from '@guichet/db/database-for';
import { identities } from '@guichet/db/schema/identities';
import { and, eq } from 'drizzle-orm';

/** The statement that reads a conversation's identity; goes well into a batch with others. */
export function selectIdentity(database: Database, tenantId: string, conversationId: string) {
  return database
    .select({
      subject: identities.subject,
      verifiedUntil: identities.verifiedUntil,
      steppedUpUntil: identities.steppedUpUntil,
    })
    .from(identities)
    .where(and(eq(identities.conversationId, conversationId), eq(identities.tenantId, tenantId)));
}
