import { sha256 } from '../security/sha256.ts';

const tokenShape = /^cs_([\w-]{1,64})\.[\w-]{43}$/;

/** A new session token. It names its tenant, so that no query is needed to know whose rules and origins apply. */
export function newSessionToken(tenantId: string): string {
  const secret = crypto.getRandomValues(new Uint8Array(32));
  return `cs_${tenantId}.${base64url(secret)}`;
}

/** The tenant and hash of a token, or `undefined` where the text is none. Proves nothing: the hash must match a conversation's. */
export async function readSessionToken(token: string): Promise<{ tenantId: string; tokenHash: string } | undefined> {
  const tenantId = tokenShape.exec(token)?.[1];
  return tenantId === undefined ? undefined : { tenantId, tokenHash: await sha256(token) };
}

function base64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}
