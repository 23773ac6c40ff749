import { CodedError } from '@guichet/protocol/coded-error';
import type { TenantSettings } from '@guichet/protocol/tenant-settings';
import type { OpeningIdentity } from '@guichet/services/conversation/create-conversation';
import { verifyToken } from '@guichet/services/identity/verify-token';
import type { Services } from '../../services.ts';

const msPerMinute = 60_000;

/** A token that was checked, with how long its proof holds for this tenant. Throws `identity_invalid`. */
export async function checkIdentity(
  { secrets, now }: Services,
  { tenantId, settings, token }: { tenantId: string; settings: TenantSettings; token: string },
): Promise<OpeningIdentity> {
  const { identity } = settings;
  if (identity === undefined) {
    throw new CodedError('identity_invalid', 'No identity tokens are taken here: the tenant has no identity settings.');
  }
  const proven = await verifyToken({ token, tenantId, settings: identity, secrets, now: now() });
  return { proven, verifiedMs: identity.verifiedMinutes * msPerMinute };
}
