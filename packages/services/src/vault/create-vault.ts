import { fromBase64, toBase64 } from './bytes.ts';
import type { KeyStore } from './key-store.ts';

/** A conversation's key under an id of its own, so that two isolates never write over each other's. */
export interface ConversationKey {
  id: string;
  key: CryptoKey;
}

/** Keys of conversations, wrapped by the deployment's key, and hashes of card numbers under a key of the tenant. */
export interface Vault {
  keyFor(tenantId: string, conversationId: string): Promise<ConversationKey>;
  findKey(tenantId: string, conversationId: string, keyId: string): Promise<CryptoKey | undefined>;
  /** Destroys every key of a conversation and says how many there were. */
  destroyKeys(tenantId: string, conversationId: string): Promise<number>;
  /** The same number gives the same hash within a tenant, and tells nothing without the deployment's key. */
  hashOf(tenantId: string, value: string): Promise<string>;
}

export interface VaultOptions {
  store: KeyStore;
  /** The deployment's key: 32 bytes, base64. */
  masterKey: string;
  newId(prefix: string): string;
  now(): number;
}

const ivBytes = 12;
const mostKept = 500;
/** How long an isolate goes on using a key for new values of its conversation. */
const keptMs = 60_000;

/** Throws where the master key is not 32 bytes in base64. */
export function createVault({ store, masterKey, newId, now }: VaultOptions): Vault {
  const secret = fromBase64(masterKey);
  if (secret.length !== 32) throw new Error('The vault needs a key of 32 bytes, in base64.');
  const wrapping = crypto.subtle.importKey('raw', secret, 'AES-GCM', false, ['encrypt', 'decrypt']);
  const hashing = crypto.subtle.importKey('raw', secret, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  const kept = new Map<string, { value: ConversationKey; until: number }>();
  const nameOf = (...path: string[]) => path.join('/');

  return {
    async keyFor(tenantId, conversationId) {
      const owner = nameOf(tenantId, conversationId);
      const known = kept.get(owner);
      if (known !== undefined && known.until > now()) return known.value;
      const raw = crypto.getRandomValues(new Uint8Array(32));
      const id = newId('key');
      await store.put(nameOf(owner, id), await wrap(await wrapping, raw, nameOf(owner, id)));
      const value = { id, key: await importKey(raw) };
      kept.delete(owner);
      kept.set(owner, { value, until: now() + keptMs });
      const [oldest] = kept.keys();
      if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest);
      return value;
    },
    async findKey(tenantId, conversationId, keyId) {
      const name = nameOf(tenantId, conversationId, keyId);
      const wrapped = await store.get(name);
      return wrapped === null ? undefined : importKey(await unwrap(await wrapping, wrapped, name));
    },
    async destroyKeys(tenantId, conversationId) {
      const owner = nameOf(tenantId, conversationId);
      kept.delete(owner);
      const names = await store.list(`${owner}/`);
      await Promise.all(names.map((name) => store.delete(name)));
      return names.length;
    },
    async hashOf(tenantId, value) {
      const bytes = new TextEncoder().encode(`${tenantId}\n${value}`);
      const signed = new Uint8Array(await crypto.subtle.sign('HMAC', await hashing, bytes));
      return Array.from(signed, (byte) => byte.toString(16).padStart(2, '0')).join('');
    },
  };
}

function importKey(raw: Uint8Array<ArrayBuffer>): Promise<CryptoKey> {
  return crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['encrypt', 'decrypt']);
}

/** The name is bound in: a wrapped key moved to another conversation does not open. */
async function wrap(key: CryptoKey, raw: Uint8Array<ArrayBuffer>, name: string): Promise<string> {
  const iv = crypto.getRandomValues(new Uint8Array(ivBytes));
  const sealed = await crypto.subtle.encrypt(
    { name: 'AES-GCM', iv, additionalData: new TextEncoder().encode(name) },
    key,
    raw,
  );
  return `${toBase64(iv)}.${toBase64(new Uint8Array(sealed))}`;
}

async function unwrap(key: CryptoKey, wrapped: string, name: string): Promise<Uint8Array<ArrayBuffer>> {
  const [iv = '', sealed = ''] = wrapped.split('.');
  const additionalData = new TextEncoder().encode(name);
  return new Uint8Array(
    await crypto.subtle.decrypt({ name: 'AES-GCM', iv: fromBase64(iv), additionalData }, key, fromBase64(sealed)),
  );
}
