import { createHmac, timingSafeEqual } from 'node:crypto';

export interface SignedRequest {
  headers: Readonly<Record<string, string | string[] | undefined>>;
  body: string;
  /** Unix milliseconds. */
  now: number;
}

const toleranceSeconds = 300;

/**
 * Whether a request is signed by Standard Webhooks with this secret: the whole of what a receiver needs. The id is the idempotency key.
 * Throws where the secret is empty.
 */
export function isSigned(secret: string, { headers, body, now }: SignedRequest): boolean {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  if (key.length === 0) throw new RangeError('The secret is empty.');
  const [id, timestamp, signatures] = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) =>
    String(headers[name] ?? ''),
  );
  if (id === '' || !/^\d+$/.test(timestamp ?? '') || signatures === undefined) return false;
  if (Math.abs(Math.floor(now / 1_000) - Number(timestamp)) > toleranceSeconds) return false;
  const wanted = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest();
  return signatures.split(' ').some((signature) => {
    const [version, value] = signature.split(',');
    const given = Buffer.from(version === 'v1' ? (value ?? '') : '', 'base64');
    return given.length === wanted.length && timingSafeEqual(given, wanted);
  });
}
