/** Signs tenants for the inference service: `<tenant>.<unix seconds>.<hex hmac-sha256 of both>`. */
export function createTenantSigner(token: string, now: () => number): (tenantId: string) => Promise<string> {
  let key: CryptoKey | undefined;
  return async (tenantId) => {
    key ??= await crypto.subtle.importKey('raw', encode(token), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
    const claim = `${tenantId}.${Math.floor(now() / 1000)}`;
    const signature = await crypto.subtle.sign('HMAC', key, encode(claim));
    return `${claim}.${Array.from(new Uint8Array(signature), (byte) => byte.toString(16).padStart(2, '0')).join('')}`;
  };
}

function encode(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
