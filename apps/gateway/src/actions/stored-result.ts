import type { Attempt } from '@guichet/services/action/claim-action';
import type { SecretBox, SecretPlace } from '@guichet/services/security/secret-box';
import type { ActionResult } from '../turn/action-port.ts';

const placeOf = (tenantId: string): SecretPlace => ({ tenantId, purpose: 'outcome' });

/** An effect's answer as it is kept. It may hold personal data, and so only this deployment can read it. */
export function sealResult(
  box: SecretBox,
  tenantId: string,
  result: Readonly<Record<string, unknown>>,
): Promise<string> {
  return box.seal(placeOf(tenantId), JSON.stringify(result));
}

/** The first answer to an effect, or `undefined` where there is none yet, or none that is known. */
export async function storedResult(box: SecretBox, attempt: Attempt): Promise<ActionResult | undefined> {
  const { id: attemptId, status, code, outcome, tenantId } = attempt;
  if (status === 'failed') return { attemptId, outcome: 'failed', code: code ?? 'failed' };
  if (status !== 'done') return undefined;
  const result = outcome === null ? {} : JSON.parse(await box.open(placeOf(tenantId), outcome));
  return { attemptId, outcome: 'done', result };
}
