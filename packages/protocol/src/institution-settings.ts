import { z } from 'zod';

/** A secret encrypted under the deployment's key, bound to its tenant and purpose: `sealed.v1.<base64url>`. */
export const sealedSecret = z
  .string()
  .regex(/^sealed\.v1\.[\w-]{38,4000}$/, 'must be a sealed secret; see "Secrets" in docs/identity.md');

/** A public key of the curve P-256, as a JWK. Anything private in it is refused. */
export const publicKey = z.strictObject({
  kty: z.literal('EC'),
  crv: z.literal('P-256'),
  x: z.string().regex(/^[\w-]{43}$/),
  y: z.string().regex(/^[\w-]{43}$/),
  kid: z.string().max(100).optional(),
  alg: z.literal('ES256').optional(),
  use: z.literal('sig').optional(),
});

const identityTimes = {
  /** The `aud` that tokens must carry. */
  audience: z.string().min(1).max(200),
  /** How long a token's proof holds, apart from the chat's own time. */
  verifiedMinutes: z.number().int().min(1).max(240).default(15),
  /** How long a one-time code's proof holds. */
  steppedUpMinutes: z.number().int().min(1).max(60).default(10),
};

/** The institution signs tokens by one algorithm, which the token itself cannot choose. Two keys at once, so that they can be changed. */
export const identitySettings = z.discriminatedUnion('algorithm', [
  z.strictObject({ algorithm: z.literal('ES256'), publicKeys: z.array(publicKey).min(1).max(4), ...identityTimes }),
  z.strictObject({ algorithm: z.literal('HS256'), secrets: z.array(sealedSecret).min(1).max(4), ...identityTimes }),
]);

/** The institution's endpoint for actions. */
export const actionSettings = z.strictObject({
  url: z.url({ protocol: /^https?$/ }),
  /** Sealed secrets of the form `whsec_…`; every call is signed with each of them, so that they can be changed. */
  secrets: z.array(sealedSecret).min(1).max(4),
});

export type IdentitySettings = z.infer<typeof identitySettings>;
export type ActionSettings = z.infer<typeof actionSettings>;
