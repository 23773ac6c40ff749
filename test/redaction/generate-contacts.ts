import type { Labelled } from './generate-cards.ts';
import type { Chance } from './random.ts';

const gaps = {
  en: {
    before: ['', 'it is ', 'please use ', 'write to ', 'my details: ', '('],
    after: ['', ' please', '.', ', thanks', ')', '!', ' is mine'],
  },
  zh: { before: ['', '是', '我的是', '请用', '：', '（'], after: ['', '，谢谢', '。', '这个', '）', '！', '是我的'] },
};

const ibanShapes: Readonly<Record<string, string>> = {
  GB: 'AAAA##############',
  DE: '##################',
  FR: '#######################',
  ES: '####################',
  IT: 'A######################',
  NL: 'AAAA##########',
  IE: 'AAAA##############',
  CH: '#################',
  BE: '############',
  PL: '########################',
  NO: '###########',
  MT: 'AAAA#######################',
};

/** An IBAN with right check digits, in groups or not, in capitals or not. */
export function ibanMessage(random: Chance): Labelled {
  const country = random.pick(Object.keys(ibanShapes));
  const body = (ibanShapes[country] ?? '').replace(/[#A]/g, (sign) =>
    sign === '#' ? random.digits(1) : letter(random),
  );
  const compact = `${country}${checkDigits(country, body)}${body}`;
  const separator = random.pick(['', '', ' ', '-', '  ']);
  const grouped = separator === '' ? compact : compact.replace(/(.{4})(?=.)/g, `$1${separator}`);
  return inMessage(random, random.integer(6) === 0 ? grouped.toLowerCase() : grouped);
}

export function emailMessage(random: Chance): Labelled {
  const name =
    random.pick(['jane', 'zhang.san', 'o.smith', 'li_wei', 'a', 'mei-ling', 'x99', 'info', 'first.last+bank']) +
    random.pick(['', random.digits(2), random.digits(4)]);
  const domain = random.pick([
    'mail.example',
    'qq.com',
    '163.com',
    'example.co.uk',
    'sub.mail.example.org',
    'gmail.com',
    'x-y.example',
    'foxmail.com',
  ]);
  const address = `${name}@${domain}`;
  return inMessage(random, random.pick([address, address, address.toUpperCase(), address.replace('@', '＠')]));
}

/** A resident id with a date of birth and right check character, in one piece or in groups. */
export function residentMessage(random: Chance): Labelled {
  const region = random.pick(['110105', '310104', '440305', '330106', '510107', '650102']);
  const date = `${1940 + random.integer(70)}${String(1 + random.integer(12)).padStart(2, '0')}${String(1 + random.integer(28)).padStart(2, '0')}`;
  const body = `${region}${date}${random.digits(3)}`;
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const sum = weights.reduce((total, weight, index) => total + weight * Number(body[index]), 0);
  const check = '10X98765432'[sum % 11] ?? '';
  const separator = random.pick(['', '', '', ' ', '-']);
  const typed = [region, date, body.slice(14) + (random.integer(2) === 0 ? check.toLowerCase() : check)].join(
    separator,
  );
  return inMessage(
    random,
    random.integer(6) === 0
      ? typed.replace(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0))
      : typed,
  );
}

const phoneShapes = [
  '13#########',
  '159########',
  '186-####-####',
  '177 #### ####',
  '+86 138 #### ####',
  '+86-139-####-####',
  '0086 150########',
  '010-6#######',
  '021 5### ####',
  '0755-8#######',
  '400-8##-####', // CN
  '(212) 5##-####',
  '415-5##-####',
  '646.5##.####',
  '+1 (312) 5##-####',
  '+1-555-555-01##',
  '1-800-5##-####',
  '1 718 5## ####', // US
  '07911 ######',
  '07700 900###',
  '+44 7911 ######',
  '+44 (0)20 7946 0###',
  '020 7946 0###',
  '0161 496 0###',
  '(0131) 496 0###',
  '0044 7911 ######', // UK
  '+33 6 12 34 5# ##',
  '06 12 34 5# ##',
  '+49 151 2345####',
  '0151 2345####',
  '030 1234####',
  '+34 612 34# ###',
  '+39 333 123####',
  '+353 85 123 4###',
  '+31 6 1234####',
  '01 42 68 5# ##', // EU
];

/** A telephone number as people of China, North America, the United Kingdom and the EU write it. */
export function phoneMessage(random: Chance): Labelled {
  return inMessage(
    random,
    random.pick(phoneShapes).replace(/#/g, () => random.digits(1)),
  );
}

function inMessage(random: Chance, value: string): Labelled {
  const { before, after } = random.pick([gaps.en, gaps.zh]);
  const lead = random.pick(before);
  return { text: lead + value + random.pick(after), start: lead.length, end: lead.length + value.length };
}

function letter(random: Chance): string {
  return String.fromCharCode(0x41 + random.integer(26));
}

function checkDigits(country: string, body: string): string {
  let remainder = 0;
  for (const character of `${body}${country}00`) {
    const value = Number.parseInt(character, 36);
    remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97;
  }
  return String(98 - remainder).padStart(2, '0');
}
