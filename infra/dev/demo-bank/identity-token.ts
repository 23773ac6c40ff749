import { createPrivateKey, randomUUID, sign } from 'node:crypto';

export interface TokenInput {
  key: Record<string, string>;
  audience: string;
  customerId: string;
  /** Unix milliseconds. */
  now: number;
}

const lifeSeconds = 5 * 60;

/** A token that says who the customer is, as a bank's website would have it made for whoever is signed in. */
export function identityToken({ key, audience, customerId, now }: TokenInput): string {
  const seconds = Math.floor(now / 1_000);
  const claims = { sub: customerId, aud: audience, iat: seconds, exp: seconds + lifeSeconds, jti: randomUUID() };
  const content = [{ alg: 'ES256', typ: 'JWT' }, claims]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
  const privateKey = createPrivateKey({ key, format: 'jwk' });
  const signature = sign('sha256', Buffer.from(content), { key: privateKey, dsaEncoding: 'ieee-p1363' });
  return `${content}.${signature.toString('base64url')}`;
}
