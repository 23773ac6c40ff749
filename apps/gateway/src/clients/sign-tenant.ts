import { createExpiringCache } from '../cache/expiring-cache.ts';

// The service takes a signature for five minutes; ours is renewed long before.
const maxAgeMs = 30_000;
const maxEntries = 1_000;

/** Signs tenants for the inference service: `<tenant>.<unix seconds>.<hex hmac-sha256 of both>`. */
export function createTenantSigner(token: string, now: () => number): (tenantId: string) => Promise<string> {
  const signed = createExpiringCache<string>({ maxAgeMs, maxEntries, now });
  let key: CryptoKey | undefined;
  return async (tenantId) => {
    const known = signed.get(tenantId);
    if (known !== undefined) return known;
    key ??= await crypto.subtle.importKey('raw', encode(token), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
    const claim = `${tenantId}.${Math.floor(now() / 1000)}`;
    const signature = await crypto.subtle.sign('HMAC', key, encode(claim));
    const header = `${claim}.${Array.from(new Uint8Array(signature), (byte) => byte.toString(16).padStart(2, '0')).join('')}`;
    signed.set(tenantId, header);
    return header;
  };
}

function encode(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
