import { fromBase64url, toBase64url } from './base64url.ts';

/** Keeps secrets where only the deployment that holds the key can read them. */
export interface SecretBox {
  /** Gives another text each time. */
  seal(place: SecretPlace, secret: string): Promise<string>;
  /** Throws where it was sealed under another key, or for another tenant or purpose, or was changed. */
  open(place: SecretPlace, sealed: string): Promise<string>;
}

/** What a secret is bound to: one that is copied elsewhere does not open there. */
export interface SecretPlace {
  tenantId: string;
  purpose: 'identity' | 'actions' | 'outcome';
}

const prefix = 'sealed.v1.';
const ivBytes = 12;

/** A box over AES-256-GCM. Throws a sentence unless `key` is 32 bytes in base64 or base64url. */
export function createSecretBox(key: string): SecretBox {
  const bytes = fromBase64url(key);
  if (bytes?.byteLength !== 32) throw new RangeError('The key for secrets must be 32 bytes in base64.');
  let imported: Promise<CryptoKey> | undefined;
  const cryptoKey = () => {
    imported ??= crypto.subtle.importKey('raw', bytes, 'AES-GCM', false, ['encrypt', 'decrypt']);
    return imported;
  };
  return {
    async seal(place, secret) {
      const iv = crypto.getRandomValues(new Uint8Array(ivBytes));
      const text = new TextEncoder().encode(secret);
      const sealed = new Uint8Array(await crypto.subtle.encrypt(cipher(iv, place), await cryptoKey(), text));
      return `${prefix}${toBase64url(Uint8Array.from([...iv, ...sealed]))}`;
    },
    async open(place, sealed) {
      const whole = sealed.startsWith(prefix) ? fromBase64url(sealed.slice(prefix.length)) : undefined;
      if (whole === undefined) throw new RangeError('This is not a sealed secret.');
      const [iv, text] = [whole.slice(0, ivBytes), whole.slice(ivBytes)];
      return new TextDecoder().decode(await crypto.subtle.decrypt(cipher(iv, place), await cryptoKey(), text));
    },
  };
}

function cipher(iv: Uint8Array, { tenantId, purpose }: SecretPlace) {
  return { name: 'AES-GCM', iv, additionalData: new TextEncoder().encode(JSON.stringify([tenantId, purpose])) };
}
