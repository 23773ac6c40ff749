import type { vaultValues } from '@guichet/db/schema/vault-values';
import type { ServiceContext } from '../context.ts';
import { toBase64 } from './bytes.ts';
import type { Vault } from './create-vault.ts';

type Row = typeof vaultValues.$inferSelect;

/** A value as redaction found it. */
export interface FoundValue {
  placeholder: string;
  kind: Row['kind'];
  value: string;
}

/** A row of the vault, but for whose it is. */
export type SealedValue = Omit<Row, 'tenantId' | 'conversationId' | 'createdAt'>;

/**
 * Values as they may be stored: of a card its last four digits and a keyed hash, all else encrypted under the conversation's key. Without
 * a vault nothing is kept: what a placeholder stood for is gone.
 */
export async function sealValues(
  { vault }: ServiceContext,
  tenantId: string,
  conversationId: string,
  values: readonly FoundValue[],
): Promise<SealedValue[]> {
  if (vault === undefined) return [];
  return Promise.all(
    values.map((found) =>
      found.kind === 'CARD' ? sealCard(vault, tenantId, found) : encrypt(vault, { tenantId, conversationId }, found),
    ),
  );
}

const empty = { lastFour: null, hash: null, keyId: null, iv: null, ciphertext: null };

async function sealCard(
  vault: Vault,
  tenantId: string,
  { placeholder, kind, value }: FoundValue,
): Promise<SealedValue> {
  const digits = value.replace(/\D/g, '');
  return { ...empty, placeholder, kind, lastFour: digits.slice(-4), hash: await vault.hashOf(tenantId, digits) };
}

async function encrypt(
  vault: Vault,
  { tenantId, conversationId }: { tenantId: string; conversationId: string },
  { placeholder, kind, value }: FoundValue,
): Promise<SealedValue> {
  const { id, key } = await vault.keyFor(tenantId, conversationId);
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const additionalData = new TextEncoder().encode(`${conversationId} ${placeholder}`);
  const sealed = await crypto.subtle.encrypt(
    { name: 'AES-GCM', iv, additionalData },
    key,
    new TextEncoder().encode(value),
  );
  return { ...empty, placeholder, kind, keyId: id, iv: toBase64(iv), ciphertext: toBase64(new Uint8Array(sealed)) };
}
