import type { Span } from './found-slots.ts';

/** What a message takes back and what it puts in its place; spans on the text. */
export interface ReadCorrection {
  /** What is not meant: "not the black one", 不是那张. */
  rejected: Span | null;
  /** What is meant instead; `null` where the message does not say. */
  meant: Span | null;
}

const english: readonly RegExp[] = [
  /^(?:no|nope|wait|sorry|oops|actually|hang on|hold on)?[,.!\s]*(?:it'?s |it is |that'?s |i said |i meant? )?not (?<rejected>[^,;.]{1,60}?)(?:[,;.]+ ?| )(?:but|rather|it'?s|it is|it should be|i meant?|make it|use) (?<meant>[^;]{1,80})$/,
  /^(?:no|nope|wait|sorry|oops|actually)?[,.!\s]*(?:it'?s |it is )?not (?<rejected>[^,;.]{1,60})[,;.] ?(?<meant>[^,;]{1,80})$/,
  /^(?<meant>[^,;]{1,60}?)[,;]? (?:and not|not|instead of|rather than) (?<rejected>[^,;]{1,60})$/,
  /\b(?:change|set|update|correct|switch|make)(?: the| my| that| it)?(?: [a-z ]{1,24}?)? (?:from (?<rejected>[^,;]{1,40}) )?to (?:be )?(?<meant>[^;]{1,80})$/,
  /\b(?:make (?:it|that|the \w{1,16})|i meant?(?: to say)?(?: it'?s)?|(?:it |that |the \w{1,16} )?should (?:be|have been|say|read)|let'?s say|use|i want)(?: rather)? (?<meant>[^;]{1,80}?)(?: instead)?$/,
  /^(?:no|nope|wait|no wait|wait no|sorry|oops|actually|hang on|hold on|correction|scratch that|my mistake|my bad|i was wrong|that'?s wrong|wrong \w{1,16})[,.!:\s]+(?:(?:no|wait|sorry|actually|i meant?|it'?s|it is|it was|that'?s|rather)[,\s]+)*(?<meant>[^;]{1,80})$/,
  /^(?<meant>[^,;]{1,60}?)[, ]+(?:instead|i mean|rather|actually|sorry)$/,
];
const chinese: readonly RegExp[] = [
  /(?:不是|并非|唔係|唔系|不要|唔要|别用)(?<rejected>[^,，。；;]{1,30}?)[,，。；;\s]*(?:而?是|应该是|應該是|係|系|要|用|改成)(?<meant>[^;；]{1,40})$/u,
  /(?:不是|唔係|唔系|不要|唔要)(?<rejected>[^,，。；;]{1,30})[,，。；;\s]+(?<meant>[^;；]{1,40})$/u,
  /(?<meant>[^,，。；;]{1,30})[,，]?(?:不是|唔係|而不是)(?<rejected>[^,，。；;是]{1,30})$/u,
  /(?:把|将|將)?(?:[^,，。；;]{0,12}?)(?:从(?<rejected>[^,，。；;]{1,20}))?(?:改成|改为|改為|改到|改做|换成|換成|换到|换做|更正为|变成)(?<meant>[^;；]{1,40})$/u,
  /(?:应该是|應該是|应为|應為|应当是|我是说|我是說|我意思是|我指的是|我要的是|想说的是|其实是|其實是)(?<meant>[^;；]{1,40})$/u,
  /(?:不对|不對|错了|錯了|说错了|說錯了|写错了|寫錯了|搞错了|弄错了|选错了|唔啱|等等|等一下|等下|不好意思|不|噢不)[,，。！!;；\s]+(?:不对|等等|不好意思)?[,，\s]*(?:应该)?(?:是|要|换|改|係)?(?<meant>[^;；]{1,40})$/u,
  /^(?:换|換|改|改要|还是|還是|要)(?<meant>[^吧;；]{1,40}?)吧?$/u,
];

/** A correction on folded text, in either language; `null` where it is none. */
export function readCorrection(folded: string): ReadCorrection | null {
  const text = folded.trimEnd();
  if (text.length > 200) return null;
  for (const pattern of [...english, ...chinese]) {
    const match = withIndices(pattern).exec(text);
    if (match === null) continue;
    const { rejected, meant } = match.indices?.groups ?? {};
    return { rejected: rejected ?? null, meant: meant ?? null };
  }
  const only = /^(?:no[, ]+)?(?:not |不是|唔係|唔系)(.{1,40})$/du.exec(text);
  return only?.indices?.[1] === undefined ? null : { rejected: only.indices[1], meant: null };
}

const indexed = new Map<RegExp, RegExp>();

function withIndices(pattern: RegExp): RegExp {
  let found = indexed.get(pattern);
  if (found === undefined) {
    found = new RegExp(pattern.source, `${pattern.flags}d`);
    indexed.set(pattern, found);
  }
  return found;
}
