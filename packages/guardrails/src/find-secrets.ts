import type { Finding } from './finding.ts';

const words = String.raw`(?:pin|p\.i\.n|cvv2?|cvc2?|security code|passcode|password|otp|one[- ]time (?:code|password)|verification code|验证码|驗證碼|动态码|动态密码|密码|密碼|口令|安全码|安全碼)`;
const secret = new RegExp(
  String.raw`${words}(?: (?:code|number|no\.?))?\s*(?:is|was|are|:|：|=|是|为|為|叫)?\s*[:：]?\s*["'“]?(\d{3,8})(?!\d)`,
  'gi',
);

/** Codes a customer should never type in a chat: a PIN, CVV, one-time code or numeric password named as such. */
export function findSecrets(folded: string): Finding[] {
  return [...folded.matchAll(secret)].map((match) => {
    const end = match.index + match[0].length;
    return { kind: 'SECRET', start: end - (match[1]?.length ?? 0), end };
  });
}
