/** Words of one meaning in both languages, by which customers name what is offered. */
const clusters: readonly (readonly string[])[] = [
  [
    'lost',
    'lose',
    'losing',
    'missing',
    'misplaced',
    'mislaid',
    '丢',
    '丟',
    '遗失',
    '遺失',
    '不见',
    '不見',
    '找不到',
    '弄丢',
    '唔見',
  ],
  ['stolen', 'stole', 'theft', 'robbed', 'nicked', 'pinched', 'thief', '偷', '盗', '盜', '抢', '搶', '扒'],
  [
    'damaged',
    'damage',
    'broken',
    'broke',
    'cracked',
    'snapped',
    'bent',
    '坏',
    '壞',
    '损',
    '損',
    '破',
    '裂',
    '折',
    '断',
  ],
  [
    'twice',
    'double',
    'duplicate',
    'duplicated',
    '2x',
    'two times',
    '两次',
    '兩次',
    '重复',
    '重複',
    '双重',
    '多扣',
    '两遍',
  ],
  [
    'recognise',
    'recognize',
    'unauthorised',
    'unauthorized',
    'fraud',
    'fraudulent',
    'not mine',
    "wasn't me",
    'not me',
    'never made',
    '不认识',
    '不認識',
    '不认得',
    '盗刷',
    '盜刷',
    '不是我',
    '不是本人',
    '没刷过',
    '唔係我',
  ],
  [
    'arrived',
    'arrive',
    'received',
    'receive',
    'never came',
    'get what',
    'got nothing',
    'delivered',
    '没收到',
    '沒收到',
    '未收到',
    '没有收到',
    '没到',
    '冇收到',
    '没发货',
  ],
  ['amount', 'price', 'overcharged', '金额', '金額', '价格', '数目', '多收', '收多'],
  ['debit', '借记', '借記', '储蓄', '儲蓄', '借记卡'],
  ['credit', '信用', '贷记', '貸記'],
  ['virtual', 'online', '虚拟', '虛擬'],
  ['current', 'checking', '活期', '往来'],
  ['savings', 'saving', '储蓄', '存款', '定期'],
  ['joint', '联名', '聯名', '共同'],
  ['business', 'company', '企业', '企業', '公司', '商务', '對公', '对公'],
  ['black', '黑'],
  ['gold', 'golden', '金卡', '金色'],
  ['platinum', '白金', '铂金'],
  ['silver', '银卡', '银色', '銀色'],
  ['green', '绿', '綠'],
  ['blue', '蓝', '藍'],
  ['red', '红', '紅'],
  ['white', '白卡', '白色'],
  ['pink', '粉'],
  ['visa', '维萨', '威士'],
  ['mastercard', 'master', '万事达', '萬事達'],
  ['unionpay', '银联', '銀聯'],
  ['amex', 'american express', '运通'],
  ['email', 'e-mail', 'mail', '邮件', '邮箱', '電郵', '电邮'],
  ['post', 'letter', 'paper', '邮寄', '纸质', '信件', '寄'],
  ['sms', 'text message', '短信', '簡訊', '短訊'],
  ['yes', '是', '要'],
  ['other', 'else', 'another reason', '其他', '其它', '别的', '別的'],
];

const stopWords = new Set(
  'i the a an my it is was of to with one that this for on in at and or me please by from card payment transaction transfer account not do did what'.split(
    ' ',
  ),
);

/** The words of a text that tell things apart: English stems, and for Chinese each pair of characters; each cluster by its number. */
export function meaningsOf(folded: string): Set<string> {
  const meanings = new Set<string>();
  clusters.forEach((words, index) => {
    if (words.some((word) => contains(folded, word))) meanings.add(`#${index}`);
  });
  for (const [word] of folded.matchAll(/[a-z][a-z'&-]*|\d{2,}/g)) if (!stopWords.has(word)) meanings.add(stem(word));
  for (const [run] of folded.matchAll(/\p{Script=Han}{2,}/gu)) {
    for (let at = 0; at + 1 < run.length; at += 1) meanings.add(run.slice(at, at + 2));
  }
  return meanings;
}

function contains(text: string, word: string): boolean {
  if (/\p{Script=Han}/u.test(word)) return text.includes(word);
  const at = text.indexOf(word);
  return at >= 0 && !/[a-z]/.test(text[at - 1] ?? ' ') && !/[a-z]/.test(text[at + word.length] ?? ' ');
}

function stem(word: string): string {
  const plain = word.replace(/['&-]/g, '');
  return plain.length > 5 ? plain.replace(/(?:ing|ed|es|s)$/, '') : plain.replace(/s$/, '');
}
