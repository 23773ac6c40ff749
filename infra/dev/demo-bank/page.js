const words = {
  en: {
    title: 'Skylark Bank: inside',
    lead: "The demonstration bank's own system: what the chat asks of it, and what it does.",
    behaviour: 'How it behaves',
    customers: 'Customers',
    cases: 'Cases',
    log: 'What happened',
    reset: 'Begin anew',
    sms: 'SMS to',
    none: 'Nothing yet.',
    other: '中文',
    number: 'Number',
    about: 'About',
    customer: 'Customer',
    answer: 'Answer by',
    time: 'Time',
    action: 'Action',
    outcome: 'Outcome',
    disputed: 'disputed',
    modes: {
      ok: 'Well',
      slow: 'Slow',
      late: 'Acts, answers too late',
      fail: 'Fails',
      nonsense: 'Answers nonsense',
      huge: 'Answers 1 GB',
    },
    states: {
      active: 'active',
      frozen: 'frozen',
      lost: 'reported lost',
      swallowed: 'kept by a machine',
      pending: 'pending',
      cancelled: 'cancelled',
      completed: 'completed',
      declined: 'declined',
      refunding: 'refund on its way',
    },
  },
  zh: {
    title: '云雀银行：内部系统',
    lead: '演示银行自己的系统：在线助手向它提出什么请求，它又做了什么。',
    behaviour: '运行状态',
    customers: '客户',
    cases: '工单',
    log: '操作记录',
    reset: '恢复初始数据',
    sms: '短信发送至',
    none: '暂无。',
    other: 'English',
    number: '编号',
    about: '事项',
    customer: '客户',
    answer: '答复期限',
    time: '时间',
    action: '操作',
    outcome: '结果',
    disputed: '已提出异议',
    modes: {
      ok: '正常',
      slow: '缓慢',
      late: '已执行但答复超时',
      fail: '出错',
      nonsense: '返回乱码',
      huge: '返回 1 GB',
    },
    states: {
      active: '正常',
      frozen: '已冻结',
      lost: '已挂失',
      swallowed: '被吞卡',
      pending: '处理中',
      cancelled: '已取消',
      completed: '已完成',
      declined: '被拒',
      refunding: '退款中',
    },
  },
};
const find = (id) => document.getElementById(id);
const make = (tag, content = '', attributes = {}) => {
  const element = Object.assign(document.createElement(tag), attributes);
  element.append(...[content].flat());
  return element;
};
let language = (navigator.language ?? '').startsWith('zh') ? 'zh' : 'en';
let shown = '';

function rows(table, head, lines) {
  const row = (cell, texts) =>
    make(
      'tr',
      texts.map((text) => make(cell, text)),
    );
  table.replaceChildren(
    ...(lines.length === 0
      ? [row('td', [words[language].none])]
      : [row('th', head), ...lines.map((line) => row('td', line))]),
  );
}

function money({ amountMinor, currency }) {
  return new Intl.NumberFormat(language === 'zh' ? 'zh-CN' : 'en-GB', { style: 'currency', currency }).format(
    amountMinor / 100,
  );
}

function customerBox({ name, phone, address, balanceMinor, cards, transactions, transfers, code }) {
  const t = words[language];
  const line = (left, right, bad) =>
    make('li', [make('span', left), make('span', right, { className: bad ? 'bad' : 'quiet' })]);
  const list = make('ul', [
    ...cards.map((card) =>
      line(`${card.name[language]} ·· ${card.last4}`, t.states[card.status], card.status !== 'active'),
    ),
    ...[...transactions, ...transfers].map((entry) =>
      line(
        `${entry.name[language]} ${money(entry)}`,
        entry.disputed ? t.disputed : t.states[entry.status],
        entry.disputed,
      ),
    ),
  ]);
  const sms =
    code === undefined
      ? []
      : [make('div', [`${t.sms} ${phone} `, make('br'), make('b', code.digits)], { className: 'sms' })];
  return make(
    'div',
    [
      make('h3', name[language]),
      make('div', `${money({ amountMinor: balanceMinor, currency: 'GBP' })} · ${address}`, { className: 'quiet' }),
      list,
      ...sms,
    ],
    { className: 'box' },
  );
}

function draw(state) {
  const t = words[language];
  document.documentElement.lang = language === 'zh' ? 'zh-Hans' : 'en';
  document.title = t.title;
  for (const element of document.querySelectorAll('[data-t]')) element.textContent = t[element.dataset.t];
  find('language').textContent = t.other;
  find('language').lang = language === 'zh' ? 'en' : 'zh-Hans';
  find('modes').replaceChildren(
    ...state.modes.map((mode) => {
      const button = make('button', t.modes[mode], { type: 'button', onclick: () => send(`/mode?mode=${mode}`) });
      button.setAttribute('aria-pressed', String(mode === state.mode));
      return button;
    }),
  );
  find('customers').replaceChildren(...state.customers.map(customerBox));
  const nameOf = (id) => state.customers.find((customer) => customer.id === id)?.name[language] ?? '–';
  rows(
    find('cases'),
    [t.number, t.about, t.customer, t.answer],
    state.cases.toReversed().map((one) => [one.number, one.action, nameOf(one.customerId), one.followUpBy]),
  );
  rows(
    find('log'),
    [t.time, t.action, t.customer, t.outcome],
    state.log
      .toReversed()
      .map((one) => [new Date(one.at).toLocaleTimeString(), one.action, nameOf(one.customerId), one.outcome]),
  );
}

async function refresh() {
  const text = await fetch('/state')
    .then((response) => response.text())
    .catch(() => shown);
  if (text === '' || text === shown) return;
  shown = text;
  draw(JSON.parse(text));
}

async function send(path) {
  await fetch(path, { method: 'POST' });
  await refresh();
}

find('language').onclick = () => {
  language = language === 'zh' ? 'en' : 'zh';
  shown = '';
  void refresh();
};
find('reset').onclick = () => send('/reset');
setInterval(refresh, 1000);
void refresh();
