import type { ActionCall } from '../turn/action-port.ts';

/**
 * Tells two requests apart without telling what was in them: keyed with the institution's secret, since short values could be guessed,
 * and without the sensitive fields.
 */
export async function hashRequest(
  secret: string,
  { action, conversationId, definition, fields }: ActionCall,
): Promise<string> {
  const plain = Object.entries(fields).filter(([name]) => !definition.sensitive.includes(name));
  const content = JSON.stringify([action, conversationId, plain.sort(([a], [b]) => (a < b ? -1 : 1))]);
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  const key = await crypto.subtle.importKey('raw', new TextEncoder().encode(secret), algorithm, false, ['sign']);
  const digest = await crypto.subtle.sign('HMAC', key, new TextEncoder().encode(content));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
