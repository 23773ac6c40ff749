import { CodedError } from '@guichet/protocol/coded-error';
import type { IdentitySettings } from '@guichet/protocol/institution-settings';
import { errors, importJWK, type JWTPayload, jwtVerify } from 'jose';
import type { SecretBox } from '../security/secret-box.ts';
import { sha256 } from '../security/sha256.ts';

/** What a good token says. */
export interface ProvenIdentity {
  /** The institution's name for the customer. */
  subject: string;
  /** SHA-256 of the token's own id: it works once. */
  tokenId: string;
  /** Unix milliseconds. */
  tokenExpiresAt: number;
}

export interface VerifyTokenInput {
  token: string;
  tenantId: string;
  settings: IdentitySettings;
  /** Needed for HS256. */
  secrets: SecretBox | undefined;
  /** Unix milliseconds. */
  now: number;
}

/** Clocks differ; a token may come from so far in the future and so long after its end. */
const toleranceSeconds = 5;
const longestLifeSeconds = 15 * 60;
const idShape = /^[\x21-\x7e]{1,200}$/;

/**
 * Checks a token of the institution: its signature by the tenant's algorithm and keys, `aud`, `exp` at most 15 minutes ahead, `sub` and
 * `jti`. Throws `identity_invalid` with a reason that helps who made the token and repeats nothing of it.
 */
export async function verifyToken(input: VerifyTokenInput): Promise<ProvenIdentity> {
  const payload = await verifyAny(input, await keysOf(input));
  const { sub, jti, exp = 0, iat } = payload;
  const now = input.now / 1_000;
  if (typeof sub !== 'string' || !idShape.test(sub)) throw invalid('it names no customer in sub');
  if (typeof jti !== 'string' || !idShape.test(jti)) throw invalid('it has no id of its own in jti');
  if (exp > now + longestLifeSeconds + toleranceSeconds) throw invalid('it is good for more than 15 minutes');
  if (iat !== undefined && iat > now + toleranceSeconds) throw invalid('it was made in the future');
  return { subject: sub, tokenId: await sha256(jti), tokenExpiresAt: exp * 1_000 };
}

type Key = Uint8Array | CryptoKey;

async function keysOf({ settings, secrets, tenantId }: VerifyTokenInput): Promise<Key[]> {
  if (settings.algorithm === 'ES256') {
    return Promise.all(settings.publicKeys.map(({ kty, crv, x, y }) => importJWK({ kty, crv, x, y }, 'ES256')));
  }
  if (secrets === undefined) throw new CodedError('internal', 'Something went wrong on our side.');
  const opened = await Promise.all(settings.secrets.map((one) => secrets.open({ tenantId, purpose: 'identity' }, one)));
  return opened.map((secret) => new TextEncoder().encode(secret));
}

/** By the first key that fits; while keys are changed there are two. */
async function verifyAny({ token, settings, now }: VerifyTokenInput, keys: readonly Key[]): Promise<JWTPayload> {
  let refusal: unknown;
  for (const key of keys) {
    try {
      const { payload } = await jwtVerify(token, key, {
        algorithms: [settings.algorithm],
        audience: settings.audience,
        currentDate: new Date(now),
        clockTolerance: toleranceSeconds,
        requiredClaims: ['sub', 'aud', 'exp', 'jti'],
      });
      return payload;
    } catch (error) {
      refusal = error;
      if (!(error instanceof errors.JWSSignatureVerificationFailed)) break;
    }
  }
  throw invalid(reasonOf(refusal), refusal);
}

/** Claims are looked at only after the signature: nobody without the key learns which claim was wrong. */
function reasonOf(error: unknown): string {
  if (error instanceof errors.JWTExpired) return 'it has expired';
  if (error instanceof errors.JWTClaimValidationFailed) {
    if (error.claim === 'aud') return 'it is not meant for us: aud';
    if (error.claim === 'nbf') return 'it is not good yet: nbf';
    return 'a claim is missing or of a wrong kind: sub, aud, exp and jti are needed';
  }
  return 'its form, algorithm or signature is not accepted';
}

/** A refusal of a token. */
export function invalid(reason: string, cause?: unknown): CodedError {
  return new CodedError('identity_invalid', `The identity token is refused: ${reason}.`, { cause });
}
