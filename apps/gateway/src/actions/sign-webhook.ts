import { fromBase64url } from '@guichet/services/security/base64url';

export interface WebhookMessage {
  id: string;
  /** Unix milliseconds. */
  now: number;
  body: string;
}

/**
 * The headers of Standard Webhooks: `id.timestamp.body` signed with HMAC-SHA256, once for each secret (`whsec_` and base64), so that an
 * institution can change its secret without a gap. Throws where a secret is empty or not base64.
 */
export async function signWebhook(
  secrets: readonly string[],
  { id, now, body }: WebhookMessage,
): Promise<Record<string, string>> {
  const timestamp = String(Math.floor(now / 1_000));
  const content = Uint8Array.from(new TextEncoder().encode(`${id}.${timestamp}.${body}`));
  const signatures = await Promise.all(secrets.map((secret) => sign(secret, content)));
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures.join(' ') };
}

async function sign(secret: string, content: Uint8Array<ArrayBuffer>): Promise<string> {
  const bytes = fromBase64url(secret.replace(/^whsec_/, ''));
  if (bytes === undefined || bytes.byteLength === 0) throw new RangeError('A signing secret is whsec_ and base64.');
  const key = await crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  const signature = await crypto.subtle.sign('HMAC', key, content);
  return `v1,${btoa(String.fromCharCode(...new Uint8Array(signature)))}`;
}
