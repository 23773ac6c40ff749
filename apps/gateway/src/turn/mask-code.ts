// Four to eight digits, in any script's digits, alone or with single separators between them.
const codes = /(?<![\p{L}\p{Nd}_<])\p{Nd}(?:[\s\-.·]?\p{Nd}){3,7}(?![\p{L}\p{Nd}])/gu;

/** The text with what may be a one-time code masked, or `undefined` where it holds none. */
export function maskCode(text: string): string | undefined {
  const masked = text.replace(codes, '<CODE>');
  return masked === text ? undefined : masked;
}
