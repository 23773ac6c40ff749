const fullWidthOffset = 0xfee0;
// Decimal digit blocks seen in chats beside ASCII: Arabic-Indic, Extended Arabic-Indic, Devanagari.
const digitBlocks = [0x0660, 0x06f0, 0x0966];

/** The text with full-width forms and other scripts' digits as ASCII, code unit for code unit, so that positions stay the same. */
export function foldDigits(text: string): string {
  let folded = '';
  for (let index = 0; index < text.length; index += 1) folded += foldUnit(text.charCodeAt(index));
  return folded;
}

function foldUnit(unit: number): string {
  if (unit >= 0xff01 && unit <= 0xff5e) return String.fromCharCode(unit - fullWidthOffset);
  if (unit === 0x3000) return ' ';
  const block = digitBlocks.find((start) => unit >= start && unit <= start + 9);
  return String.fromCharCode(block === undefined ? unit : unit - block + 0x30);
}
