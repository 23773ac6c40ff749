// Only words that add something: in a story one sentence explains the other, and is no wish of its own.
const joints =
  /[?？]\s*(?=\S)|[.;!。；！,，]?\s*\b(?:and also|also,|as well as|another (?:thing|question)[,:]?|one more (?:thing|question)[,:]?|plus,?|secondly,?|on top of that,?)\s+|[，,。；;！!]?\s*(?:另外|还有就是|還有就是|还有[，,]|還有[，,]|顺便问一下|順便問一下|顺便|順便|再问一下|再問一下|第二[，,、])/giu;
const fewestLetters = 12;
const fewestHan = 4;
const mostClauses = 4;

/** The parts of a message that may each be a wish of its own; the message alone where there is one. */
export function splitClauses(text: string): string[] {
  const parts = text
    .split(joints)
    .map((part) => part.trim())
    .filter(saysEnough);
  return parts.length > 1 ? parts.slice(0, mostClauses) : [text];
}

function saysEnough(part: string): boolean {
  const han = part.match(/\p{Script=Han}/gu)?.length ?? 0;
  return han >= fewestHan || part.length >= fewestLetters;
}
