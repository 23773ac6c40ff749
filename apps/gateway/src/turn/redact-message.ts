import { readState } from '@guichet/dialogue/dialogue-state';
import { needsEarlier } from '@guichet/guardrails/needs-earlier';
import { type Redaction, redact } from '@guichet/guardrails/redact';
import { findRedactionBasis, type RedactionBasis } from '@guichet/services/conversation/find-redaction-basis';
import type { Redacted } from '@guichet/services/turn/store-redaction';
import { sealValues } from '@guichet/services/vault/seal-values';
import type { Services } from '../services.ts';
import type { TurnCall } from './turn-call.ts';

export interface RedactedMessage {
  text: string;
  kinds: Redaction['kinds'];
  /** What is stored with the turn; null where nothing was masked. */
  redaction: Redacted | null;
}

/** What a message would be if it were the first one; most are done with that. */
export function redactAlone({ settings }: TurnCall, text: string): RedactedMessage & { alone: boolean } {
  const { text: masked, kinds } = redact(text, {}, { accountPatterns: settings.accountNumbers ?? [] });
  return { text: masked, kinds, redaction: null, alone: kinds.length === 0 && !needsEarlier(text) };
}

/**
 * A message redacted as part of its conversation: placeholders numbered on, a card number that began in an earlier message found, a code
 * that was asked for masked, and the values sealed for the vault.
 */
export async function redactWithin({ context }: Services, call: TurnCall, text: string): Promise<RedactedMessage> {
  const { caller, conversationId, settings } = call;
  const basis = await findRedactionBasis(context, caller, conversationId);
  const redacted = redact(text, basis.counts, {
    accountPatterns: settings.accountNumbers ?? [],
    earlier: basis.earlier.map((message) => message.text),
    expectsCode: expectsCode(basis),
  });
  if (redacted.kinds.length === 0) return { text: redacted.text, kinds: [], redaction: null };
  return {
    text: redacted.text,
    kinds: redacted.kinds,
    redaction: {
      before: basis.counts,
      after: redacted.counts,
      values: await sealValues(context, caller.tenantId, conversationId, redacted.values),
      earlier: changed(basis, redacted.earlier),
    },
  };
}

/** A one-time code typed as a message instead of in its field is never stored. */
function expectsCode({ state }: RedactionBasis): boolean {
  return readState(state).flows.some(({ waiting }) => waiting?.type === 'secret');
}

function changed({ earlier }: RedactionBasis, masked: readonly string[]): { id: string; text: string }[] {
  return earlier.flatMap(({ id, text }, index) => {
    const now = masked[index];
    return now === undefined || now === text ? [] : [{ id, text: now }];
  });
}
