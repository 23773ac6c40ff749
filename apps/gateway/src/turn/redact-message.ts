import { type Redaction, type RedactionCounts, redact } from '@guichet/guardrails/redact';
import type { RedactionBasis } from '@guichet/services/conversation/find-redaction-basis';
import type { Redacted } from '@guichet/services/turn/store-redaction';
import { sealValues } from '@guichet/services/vault/seal-values';
import type { Services } from '../services.ts';
import type { TurnCall } from './turn-call.ts';

/** A text whose personal data has become placeholders. */
export type Masked = Pick<Redaction, 'text' | 'kinds' | 'counts' | 'values' | 'earlier'>;

/** A text masked by the tenant's shapes: numbered on from `counts`, with a card number found that began in an earlier message. */
export function maskText(
  { settings }: TurnCall,
  text: string,
  { counts = {}, earlier = [] }: { counts?: RedactionCounts; earlier?: readonly string[] } = {},
): Masked {
  return redact(text, counts, { accountPatterns: settings.accountNumbers ?? [], earlier });
}

/** What is stored with the turn of a masked text; null where nothing was masked. The values are sealed for the vault. */
export async function toStored(
  { context }: Services,
  { caller, conversationId }: TurnCall,
  { masked, basis }: { masked: Masked; basis: RedactionBasis },
): Promise<Redacted | null> {
  if (masked.kinds.length === 0) return null;
  return {
    before: basis.counts,
    after: masked.counts,
    values: await sealValues(context, caller.tenantId, conversationId, masked.values),
    earlier: changed(basis, masked.earlier),
  };
}

function changed({ earlier }: RedactionBasis, masked: readonly string[]): { id: string; text: string }[] {
  return earlier.flatMap(({ id, text }, index) => {
    const now = masked[index];
    return now === undefined || now === text ? [] : [{ id, text: now }];
  });
}
