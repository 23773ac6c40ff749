/** Digits behind the point where they are not two (ISO 4217). */
const otherDigits: Readonly<Record<string, number>> = {
  JPY: 0,
  KRW: 0,
  VND: 0,
  CLP: 0,
  ISK: 0,
  UGX: 0,
  XAF: 0,
  XOF: 0,
  PYG: 0,
  BHD: 3,
  KWD: 3,
  OMR: 3,
  JOD: 3,
  TND: 3,
  IQD: 3,
};

const codes =
  'GBP EUR USD CNY HKD JPY AUD CAD NZD CHF SGD TWD MOP KRW INR THB MYR IDR PHP VND SEK NOK DKK PLN CZK HUF RON BGN TRY RUB UAH ILS AED SAR QAR KWD BHD OMR JOD EGP ZAR NGN KES GHS MAD TND BRL MXN ARS CLP COP PEN UYU ISK PKR BDT LKR NPR'.split(
    ' ',
  );

/** What a customer calls a currency. `null` is money no account holds, such as bitcoin. Longer names are tried first. */
const names: readonly (readonly [string, string | null])[] = [
  ['hk$', 'HKD'],
  ['us$', 'USD'],
  ['c$', 'CAD'],
  ['ca$', 'CAD'],
  ['a$', 'AUD'],
  ['au$', 'AUD'],
  ['nz$', 'NZD'],
  ['s$', 'SGD'],
  ['nt$', 'TWD'],
  ['£', 'GBP'],
  ['￡', 'GBP'],
  ['¥', 'JPY'],
  ['￥', 'CNY'],
  ['€', 'EUR'],
  ['$', 'USD'],
  ['₹', 'INR'],
  ['₩', 'KRW'],
  ['₽', 'RUB'],
  ['₺', 'TRY'],
  ['₿', null],
  ['฿', 'THB'],
  ['₫', 'VND'],
  ['pounds sterling', 'GBP'],
  ['sterling', 'GBP'],
  ['pounds', 'GBP'],
  ['pound', 'GBP'],
  ['quid', 'GBP'],
  ['euros', 'EUR'],
  ['euro', 'EUR'],
  ['us dollars', 'USD'],
  ['hong kong dollars', 'HKD'],
  ['australian dollars', 'AUD'],
  ['canadian dollars', 'CAD'],
  ['singapore dollars', 'SGD'],
  ['dollars', 'USD'],
  ['dollar', 'USD'],
  ['bucks', 'USD'],
  ['yen', 'JPY'],
  ['yuan', 'CNY'],
  ['rmb', 'CNY'],
  ['renminbi', 'CNY'],
  ['rupees', 'INR'],
  ['swiss francs', 'CHF'],
  ['francs', 'CHF'],
  ['bitcoins', null],
  ['bitcoin', null],
  ['btc', null],
  ['usdt', null],
  ['ethereum', null],
  ['人民币', 'CNY'],
  ['人民幣', 'CNY'],
  ['港币', 'HKD'],
  ['港幣', 'HKD'],
  ['港元', 'HKD'],
  ['港纸', 'HKD'],
  ['港紙', 'HKD'],
  ['蚊', 'HKD'],
  ['美元', 'USD'],
  ['美金', 'USD'],
  ['刀', 'USD'],
  ['英镑', 'GBP'],
  ['英鎊', 'GBP'],
  ['镑', 'GBP'],
  ['鎊', 'GBP'],
  ['欧元', 'EUR'],
  ['歐元', 'EUR'],
  ['欧', 'EUR'],
  ['日元', 'JPY'],
  ['日圆', 'JPY'],
  ['日圓', 'JPY'],
  ['韩元', 'KRW'],
  ['加元', 'CAD'],
  ['加币', 'CAD'],
  ['澳元', 'AUD'],
  ['澳币', 'AUD'],
  ['新加坡元', 'SGD'],
  ['新币', 'SGD'],
  ['台币', 'TWD'],
  ['新台币', 'TWD'],
  ['瑞士法郎', 'CHF'],
  ['泰铢', 'THB'],
  ['卢布', 'RUB'],
  ['澳门元', 'MOP'],
  ['比特币', null],
  ['元', 'CNY'],
  ['圆', 'CNY'],
];

const byName = new Map<string, string | null>([...names, ...codes.map((code) => [code.toLowerCase(), code] as const)]);
const longestFirst = [...byName.keys()].sort((a, b) => b.length - a.length).map((name) => name.replace(/[$]/g, '\\$&'));

/** Any name of a currency, as the source of a pattern on folded text. */
export const currencySource = `(?:${longestFirst.map((name) => (/^[a-z]/.test(name) ? `${name}(?![a-z])` : name)).join('|')})`;

/** ISO 4217 code of a name on folded text; `null` for money that no account holds, `undefined` for a name unknown. */
export function currencyOf(name: string): string | null | undefined {
  return byName.get(name.trim());
}

/** Digits behind the point. */
export function minorDigits(currency: string | null): number {
  return currency === null ? 2 : (otherDigits[currency] ?? 2);
}
