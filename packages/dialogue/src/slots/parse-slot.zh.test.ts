import type { FieldKind } from '@guichet/protocol/interaction';
import { describe, expect, it } from 'vitest';
import type { ParseContext } from './found-slots.ts';
import { parseSlot } from './parse-slot.ts';

// 星期三。
const context: ParseContext = { now: Date.parse('2026-06-10T04:00:00Z'), timeZone: 'Asia/Shanghai', language: 'zh' };
const past: ParseContext = { ...context, when: 'past' };
const future: ParseContext = { ...context, when: 'future' };

function expectSlot(kind: FieldKind, text: string, expected: string, given: ParseContext = context) {
  const parsed = parseSlot(kind, text, given);
  expect('value' in parsed ? parsed.value : parsed.fault).toBe(expected);
}

describe('金额', () => {
  it.each<[string, string]>([
    ['二百三十块', '23000 CNY'],
    ['三千八', '380000 CNY'],
    ['两万五', '2500000 CNY'],
    ['二百五', '25000 CNY'],
    ['一百零五块', '10500 CNY'],
    ['一百零五', '10500 CNY'],
    ['一千零五十元', '105000 CNY'],
    ['十二块', '1200 CNY'],
    ['二十块', '2000 CNY'],
    ['百八十块', '18000 CNY'],
    ['两块五', '250 CNY'],
    ['五块八毛', '580 CNY'],
    ['50块5', '5050 CNY'],
    ['50块50', '5050 CNY'],
    ['三毛', '30 CNY'],
    ['5角', '50 CNY'],
    ['五百元', '50000 CNY'],
    ['500元', '50000 CNY'],
    ['500元整', '50000 CNY'],
    ['人民币200', '20000 CNY'],
    ['￥200', '20000 CNY'],
    ['¥1,299.00', '129900 CNY'],
    ['200人民币', '20000 CNY'],
    ['1.5万', '1500000 CNY'],
    ['3万5', '3500000 CNY'],
    ['2万块', '2000000 CNY'],
    ['一万二千三百四十五元', '1234500 CNY'],
    ['十万', '10000000 CNY'],
    ['一百二十万', '120000000 CNY'],
    ['一亿', '10000000000 CNY'],
    ['壹仟贰佰元', '120000 CNY'],
    ['兩百塊', '20000 CNY'],
    ['１００元', '10000 CNY'],
    ['100', '10000 CNY'],
    ['99.9', '9990 CNY'],
    ['大概三百块', '30000 CNY'],
    ['三百块左右', '30000 CNY'],
    ['一共是1200', '120000 CNY'],
    ['金额是 300', '30000 CNY'],
    ['100镑', '10000 GBP'],
    ['一百英镑', '10000 GBP'],
    ['100英鎊', '10000 GBP'],
    ['HK$50', '5000 HKD'],
    ['港币50', '5000 HKD'],
    ['五十蚊', '5000 HKD'],
    ['200刀', '20000 USD'],
    ['一百美金', '10000 USD'],
    ['20美元', '2000 USD'],
    ['五十欧元', '5000 EUR'],
    ['五千日元', '5000 JPY'],
    ['£1.2k', '120000 GBP'],
    ['不是50，是80', '8000 CNY'],
    ['不是五十块，是八十块', '8000 CNY'],
    ['不对，是80块', '8000 CNY'],
    ['改成80', '8000 CNY'],
    ['金额改成两百', '20000 CNY'],
    ['应该是80元', '8000 CNY'],
    ['是80，不是50', '8000 CNY'],
    ['唔係50蚊，係80蚊', '8000 HKD'],
    ['说错了，三百', '30000 CNY'],
    ['负五十块', 'too_small'],
    ['-50元', 'too_small'],
    ['零', 'too_small'],
    ['0元', 'too_small'],
    ['99999999999999元', 'too_large'],
    ['几百块', 'not_understood'],
    ['很多', 'not_understood'],
    ['不知道', 'not_understood'],
    ['一百块还是两百块', 'ambiguous'],
    ['0.5个比特币', 'not_understood'],
    ['3比特币', 'wrong_currency'],
  ])('%s → %s', (text, expected) => expectSlot('money', text, expected));

  it('须为指定币种，且在限额以内', () => {
    expectSlot('money', '二百三十块', '23000 GBP', { ...context, currency: 'GBP' });
    expectSlot('money', '一百英镑', '10000 GBP', { ...context, currency: 'GBP' });
    expectSlot('money', '五十欧元', 'wrong_currency', { ...context, currency: 'GBP' });
    expectSlot('money', '五百', '500 JPY', { ...context, currency: 'JPY' });
    expectSlot('money', '五块', 'too_small', { ...context, min: 1_000 });
    expectSlot('money', '五百块', 'too_large', { ...context, max: 10_000 });
  });
});

describe('日期', () => {
  it.each<[string, string]>([
    ['今天', '2026-06-10'],
    ['昨天', '2026-06-09'],
    ['昨天晚上', '2026-06-09'],
    ['昨晚', '2026-06-09'],
    ['前天', '2026-06-08'],
    ['大前天', '2026-06-07'],
    ['明天', '2026-06-11'],
    ['后天', '2026-06-12'],
    ['大后天', '2026-06-13'],
    ['琴日', '2026-06-09'],
    ['尋日下晝', '2026-06-09'],
    ['聽日', '2026-06-11'],
    ['今早', '2026-06-10'],
    ['上周二', '2026-06-02'],
    ['上週二', '2026-06-02'],
    ['上个星期五', '2026-06-05'],
    ['上上周一', '2026-05-25'],
    ['上个礼拜天', '2026-06-07'],
    ['这周一', '2026-06-08'],
    ['本周五', '2026-06-12'],
    ['下周三', '2026-06-17'],
    ['周二', '2026-06-09'],
    ['星期五', '2026-06-05'],
    ['礼拜天', '2026-06-07'],
    ['三天前', '2026-06-07'],
    ['3天以前', '2026-06-07'],
    ['两个星期前', '2026-05-27'],
    ['一周前', '2026-06-03'],
    ['一个月前', '2026-05-10'],
    ['半个月前', '2026-05-26'],
    ['三天后', '2026-06-13'],
    ['3号', '2026-06-03'],
    ['三号', '2026-06-03'],
    ['三号下午', '2026-06-03'],
    ['二十号', '2026-05-20'],
    ['15日', '2026-05-15'],
    ['三十一号', '2026-05-31'],
    ['5月3日', '2026-05-03'],
    ['五月三号', '2026-05-03'],
    ['5月3', '2026-05-03'],
    ['十二月三号', '2025-12-03'],
    ['2026年5月3日', '2026-05-03'],
    ['２０２６年５月３日', '2026-05-03'],
    ['二〇二六年五月三日', '2026-05-03'],
    ['26年5月3号', '2026-05-03'],
    ['去年5月3号', '2025-05-03'],
    ['前年十月一日', '2024-10-01'],
    ['上个月15号', '2026-05-15'],
    ['上月3号', '2026-05-03'],
    ['这个月5号', '2026-06-05'],
    ['月底', '2026-06-30'],
    ['上个月底', '2026-05-31'],
    ['月初', '2026-06-01'],
    ['二月底', '2026-02-28'],
    ['2026-05-03', '2026-05-03'],
    ['5/3', '2026-05-03'],
    ['2026.5.3', '2026-05-03'],
    ['20260503', '2026-05-03'],
    ['不是周一，是周二', '2026-06-09'],
    ['不对，是5月4号', '2026-05-04'],
    ['我记得是三号吧', '2026-06-03'],
    ['2月30日', 'impossible_date'],
    ['31/02/2026', 'impossible_date'],
    ['2026年2月29日', 'impossible_date'],
    ['四月三十一号', 'impossible_date'],
    ['13月1日', 'impossible_date'],
    ['32号', 'impossible_date'],
    ['5月3号或者5月4号', 'ambiguous'],
    ['不记得了', 'not_understood'],
    ['过几天', 'not_understood'],
  ])('%s → %s', (text, expected) => expectSlot('date', text, expected));

  it('须在所问的范围内', () => {
    expectSlot('date', '明天', 'not_past', past);
    expectSlot('date', '昨天', 'not_future', future);
    expectSlot('date', '5月3日', '2027-05-03', future);
    expectSlot('date', '周五', '2026-06-12', future);
    expectSlot('date', '三号', '2026-07-03', future);
    expectSlot('date', '月底', '2026-05-31', past);
    expectSlot('date', '月底', '2026-06-30', future);
  });

  it('数字日期的顺序随商户设置', () => {
    expectSlot('date', '03/05/2026', '2026-03-05');
    expectSlot('date', '03/05/2026', '2026-05-03', { ...context, dateOrder: 'dmy' });
    expectSlot('date', '23/05/2026', '2026-05-23');
  });

  it('“今天”以银行所在时区为准', () => {
    const now = Date.parse('2026-06-09T16:30:00Z');
    expectSlot('date', '今天', '2026-06-10', { ...context, now });
    expectSlot('date', '今天', '2026-06-09', { ...context, now, timeZone: 'Europe/London' });
  });
});

describe('时间', () => {
  it.each<[string, string]>([
    ['14:30', '14:30'],
    ['１４：３０', '14:30'],
    ['下午两点半', '14:30'],
    ['下午2点', '14:00'],
    ['下午2:30', '14:30'],
    ['两点一刻', '02:15'],
    ['上午十点', '10:00'],
    ['早上八点二十', '08:20'],
    ['早上8点20分', '08:20'],
    ['中午十二点', '12:00'],
    ['中午一点', '13:00'],
    ['晚上十点', '22:00'],
    ['晚上十二点', '00:00'],
    ['凌晨两点', '02:00'],
    ['半夜两点', '02:00'],
    ['14点30分', '14:30'],
    ['二十三点', '23:00'],
    ['下晝三點', '15:00'],
    ['三号下午两点', '14:00'],
    ['正午', '12:00'],
    ['零点', '00:00'],
    ['不是三点，是四点', '04:00'],
    ['下午', 'ambiguous'],
    ['晚上吧', 'ambiguous'],
    ['随便', 'not_understood'],
    ['25点', 'not_understood'],
  ])('%s → %s', (text, expected) => expectSlot('time', text, expected));
});

describe('银行卡', () => {
  const options = [
    { value: 'card_1', label: '黑卡（尾号1234）' },
    { value: 'card_2', label: '借记卡（尾号5678）' },
    { value: 'card_3', label: '虚拟卡（尾号9012）' },
  ];
  it.each<[string, string]>([
    ['第二张', 'card_2'],
    ['第2张', 'card_2'],
    ['第二个', 'card_2'],
    ['2', 'card_2'],
    ['最后一张', 'card_3'],
    ['倒数第二张', 'card_2'],
    ['头一张', 'card_1'],
    ['尾号1234', 'card_1'],
    ['尾号是5678的那张', 'card_2'],
    ['尾號5678', 'card_2'],
    ['后四位9012', 'card_3'],
    ['末四位是1234', 'card_1'],
    ['1234那张', 'card_1'],
    ['5678', 'card_2'],
    ['尾号一二三四', 'card_1'],
    ['１２３４', 'card_1'],
    ['我的黑卡', 'card_1'],
    ['黑色那张', 'card_1'],
    ['借记卡', 'card_2'],
    ['储蓄卡', 'card_2'],
    ['虚拟的那张', 'card_3'],
    ['the black one', 'card_1'],
    ['不是那张，是尾号1234的', 'card_1'],
    ['不是黑卡，是借记卡', 'card_2'],
    ['唔係黑卡，係借記卡', 'card_2'],
    ['换成第三张', 'card_3'],
    ['尾号0000', 'not_offered'],
    ['第五张', 'not_offered'],
    ['金卡', 'not_offered'],
  ])('%s → %s', (text, expected) => expectSlot('card', text, expected, { ...context, options }));

  it('没有选项时取后四位', () => {
    expectSlot('card', '尾号1234', '1234');
    expectSlot('card', '1234', '1234');
    expectSlot('card', '黑卡', 'not_understood');
  });
});

describe('交易与选项', () => {
  const payments = [
    { value: 'tx_1', label: '乐购 · £12.50 · 2026年6月8日' },
    { value: 'tx_2', label: '云航航空 · £480.00 · 2026年6月2日' },
    { value: 'tx_3', label: '取现 · £40.00 · 2026年6月9日' },
  ];
  it.each<[string, string]>([
    ['航空那笔', 'tx_2'],
    ['480那笔', 'tx_2'],
    ['480镑的', 'tx_2'],
    ['昨天那笔', 'tx_3'],
    ['6月8号的', 'tx_1'],
    ['乐购的那一笔', 'tx_1'],
    ['取现', 'tx_3'],
    ['第一笔', 'tx_1'],
    ['最后一笔', 'tx_3'],
    ['一百镑那笔', 'not_offered'],
  ])('%s → %s', (text, expected) => expectSlot('transaction', text, expected, { ...context, options: payments }));

  const reasons = [
    { value: 'lost', label: '丢失' },
    { value: 'stolen', label: '被盗' },
    { value: 'damaged', label: '损坏' },
  ];
  it.each<[string, string]>([
    ['丢失', 'lost'],
    ['丢了', 'lost'],
    ['卡找不到了', 'lost'],
    ['唔見咗', 'lost'],
    ['被偷了', 'stolen'],
    ['让人盗了', 'stolen'],
    ['卡坏了', 'damaged'],
    ['断成两半了', 'damaged'],
    ['lost', 'lost'],
    ['不是丢了，是被偷了', 'stolen'],
    ['不是丢失', 'ambiguous'],
    ['第一个', 'lost'],
    ['天气不错', 'not_offered'],
  ])('%s → %s', (text, expected) => expectSlot('choice', text, expected, { ...context, options: reasons }));
});

it('显示的文字合乎中文习惯', () => {
  expect(parseSlot('money', '二百三十块', context)).toEqual({ value: '23000 CNY', label: '¥230.00' });
  expect(parseSlot('date', '大前天', context)).toEqual({ value: '2026-06-07', label: '2026年6月7日' });
  expect(parseSlot('card', '尾号1234', context)).toEqual({ value: '1234', label: '尾号1234' });
});
