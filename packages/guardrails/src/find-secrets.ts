import type { Finding } from './finding.ts';

const cue = String.raw`(?:(?<![A-Za-z])(?:pin(?: ?code| number| no\.?)?|p\.i\.n\.?|cvv ?2?|cvc ?2?|csc|card verification (?:code|value|number)|security (?:code|number)|pass ?code|pass ?word|passwd|pwd|otp|one[- ]?time (?:code|password|passcode)|verification (?:code|number)|auth(?:entication)? code|login code|sms code|2fa code|(?:the |my |your )(?:6[- ]digit |six[- ]digit |4[- ]digit )?code|secret (?:word|answer))(?![A-Za-z])|验证码|驗證碼|校验码|确认码|动态码|動態碼|动态密码|動態密碼|动态口令|短信码|密码|密碼|口令|安全码|安全碼|卡背面三位(?:数|数字)?|背面后三位|后三位|pin码|pin碼|pin(?=\d))`;
const fill = String.raw`(?:[\s:：=,，"'“‘「(（-]|(?:is|was|are|it'?s|that'?s|just|now|which|i|got|received|you|sent|me|they|gave|said|says|from|to|the|new|old|here|for|my|card|code|number|收到了?|的|是|为|為|係|系|给|給|你|我|您|刚才?|发|發|来|來|了|过|短信|这个|這個|现在|叫|设|設|成|改|输入?|報|报|说|就|告诉|填|写)(?![A-Za-z])){0,12}`;
const digits = String.raw`\d(?:[ .-]?\d){2,7}(?![\d])(?!\s?(?:times|days|hours|minutes|years|pounds|euros|次|天|个|個|元|块|分钟|小时|年|月))`;
const numberWords = `(?:(?:zero|oh|one|two|three|four|five|six|seven|eight|nine)[ -]){2,7}(?:zero|oh|one|two|three|four|five|six|seven|eight|nine)|[零〇一幺二两三四五六七八九]{3,8}(?![零〇一幺二两三四五六七八九十百千万个個次天])`;
// A word with a digit or a sign in it, as passwords have.
const mixedWord = String.raw`(?=[!-~]{0,31}[\d!@#$%^&*_+=~?])(?=[!-~]{0,31}[A-Za-z])[A-Za-z0-9!@#$%^&*_+=~?.-]{4,32}`;

const afterCue = new RegExp(`${cue}${fill}(${digits}|${numberWords})`, 'giu');
// "changed my pin from 1234 to 5678": the second of two.
const secondAfterCue = new RegExp(
  String.raw`${cue}${fill}${digits}\s?(?:,|to|into|and|or|then|改成|改为|換成|换成|变成|成|和|或|到)\s?(${digits})`,
  'giu',
);
const wordAfterCue = new RegExp(
  String.raw`(?:pass ?word|passwd|pwd|pass ?code|密码|密碼|口令|secret (?:word|answer))(?: (?:is|was)|[\s:：=是为為叫]){1,4}["'“‘「]?(${mixedWord})|(?:密码|密碼|口令)(${mixedWord})`,
  'giu',
);
const plainWord =
  /(?:pass ?word|passwd|pwd|secret word|密码|密碼|口令)(?: is| was|是|为|叫)?(?:\s?[:：=]\s?|\s)["'“‘「]?([A-Za-z]{4,32})["'”’」]?(?=\s*(?:$|[.,!?;，。！？；\n]))/giu;
const beforeCue = new RegExp(
  String.raw`(?<![\d.,£$€])(\d(?:[ -]?\d){2,7})(?:,? (?:is|was|as) (?:my |the |your )?|(?:就)?是(?:我的?|你的?|刚才的?)?)(?:${cue})`,
  'giu',
);
/** Words that follow "password" without being one. */
const noPassword =
  /^(?:not|wrong|right|correct|incorrect|the|reset|change|help|please|thanks|again|anymore|either|too|safe|secure|weak|strong|same|invalid|valid|empty|there|here|none|gone|lost|manager|policy|problem|problems|issue|issues|question|field|page|screen|link|hint|recovery|protection|twice|today|yesterday|online|there|fine|okay|sent|.*(?:ed|ing|ten))$/i;

/**
 * What a customer should never type in a chat, named as such: a PIN, security code, one-time code or password, in digits, in words, or
 * mixed; before or behind its name.
 */
export function findSecrets(folded: string): Finding[] {
  return [afterCue, secondAfterCue, wordAfterCue, plainWord, beforeCue].flatMap((pattern) =>
    [...folded.matchAll(pattern)].flatMap((match) => {
      const value = match[1] ?? match[2] ?? '';
      if (value === '' || (pattern === plainWord && noPassword.test(value))) return [];
      const start = pattern === beforeCue ? match.index : match.index + match[0].lastIndexOf(value);
      return [{ kind: 'SECRET' as const, start, end: start + value.length }];
    }),
  );
}

const behindCard =
  /^[^\dA-Za-z]{0,8}(?:(?:exp(?:iry|ires|iration)?(?: date)?|valid (?:to|thru|until)|有效期|到期)[^\d]{0,8})?\d{1,2} ?[/-] ?\d{2,4}[^\dA-Za-z]{1,8}(\d{3,4})(?!\d)/iu;

/** The security code typed behind a card number and its date of expiry, without a word for it. */
export function findCodesBehindCards(folded: string, cards: readonly Finding[]): Finding[] {
  return cards.flatMap(({ end }) => {
    const match = behindCard.exec(folded.slice(end, end + 80));
    if (match === null) return [];
    const last = end + match[0].length;
    return [{ kind: 'SECRET' as const, start: last - (match[1]?.length ?? 0), end: last }];
  });
}

/** A short message that is little more than one number of four to eight digits: a code, where one is being asked for. */
export function findBareCode(folded: string): Finding[] {
  const match = /^\D{0,24}?(\d(?:[ -]?\d){3,7})\D{0,12}$/.exec(folded);
  const value = match?.[1];
  if (value === undefined) return [];
  const start = folded.indexOf(value);
  return [{ kind: 'SECRET', start, end: start + value.length }];
}
