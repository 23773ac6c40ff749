/** Full-width forms as ASCII and letters in lower case, code unit for code unit: every position stays what it was. */
export function foldText(text: string): string {
  let folded = '';
  for (let index = 0; index < text.length; index += 1) folded += foldUnit(text.charCodeAt(index));
  return folded;
}

function foldUnit(unit: number): string {
  if (unit >= 0xff01 && unit <= 0xff5e) return String.fromCharCode(unit - 0xfee0).toLowerCase();
  if (unit === 0x3000 || unit === 0xa0) return ' ';
  if (unit === 0x2019) return "'";
  const character = String.fromCharCode(unit);
  const lower = character.toLowerCase();
  return lower.length === 1 ? lower : character;
}
