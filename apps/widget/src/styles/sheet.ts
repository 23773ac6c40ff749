/** The element's whole look. Hosts may set the custom properties named `--guichet-…`; nothing of theirs leaks in otherwise. */
export const sheet = `
:host {
  --accent: var(--guichet-accent, #0b5d51);
  --on-accent: var(--guichet-on-accent, #ffffff);
  --surface: #ffffff; --raised: #f2f5f4; --text: #14211e; --quiet: #55645f; --line: #d8e0dd; --control: #7d8c87; --warn: #8a4b00; --warn-surface: #fff4e0; --bad: #a11a1a;
  all: initial; color-scheme: light; font-family: var(--guichet-font, system-ui, -apple-system, "Segoe UI", Roboto, "PingFang SC", "Noto Sans SC", "Microsoft YaHei", sans-serif);
  font-size: 15px; line-height: 1.5; color: var(--text);
}
:host([theme="dark"]) { --surface: #16201e; --raised: #22302d; --text: #ecf3f1; --quiet: #a9bab5; --line: #364844; --control: #7b8f8a; --warn: #ffc670; --warn-surface: #38290f; --bad: #ff9a92; --accent: var(--guichet-accent-dark, #57c7b4); --on-accent: var(--guichet-on-accent-dark, #06231e); color-scheme: dark; }
@media (prefers-color-scheme: dark) {
  :host(:not([theme="light"])) { --surface: #16201e; --raised: #22302d; --text: #ecf3f1; --quiet: #a9bab5; --line: #364844; --control: #7b8f8a; --warn: #ffc670; --warn-surface: #38290f; --bad: #ff9a92; --accent: var(--guichet-accent-dark, #57c7b4); --on-accent: var(--guichet-on-accent-dark, #06231e); color-scheme: dark; }
}
* { box-sizing: border-box; }
[hidden] { display: none !important; }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
button { font: inherit; color: inherit; background: none; border: 0; cursor: pointer; border-radius: 8px; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
svg { width: 22px; height: 22px; fill: none; stroke: currentColor; stroke-width: 1.8; stroke-linecap: round; stroke-linejoin: round; display: block; }
.launcher { position: fixed; right: 20px; bottom: 20px; z-index: 2147483000; width: 60px; height: 60px; border-radius: 50%; display: grid; place-items: center; background: var(--accent); color: var(--on-accent); box-shadow: 0 6px 24px rgb(0 0 0 / .24); transition: transform .15s; }
.launcher svg { width: 28px; height: 28px; }
.launcher:hover { transform: scale(1.05); }
.panel { position: fixed; right: 20px; bottom: 20px; z-index: 2147483000; width: 400px; height: min(660px, calc(100dvh - 40px)); display: flex; flex-direction: column; background: var(--surface); border: 1px solid var(--line); border-radius: 16px; overflow: hidden; box-shadow: 0 12px 48px rgb(0 0 0 / .22); animation: rise .16s ease-out; }
@keyframes rise { from { opacity: 0; transform: translateY(10px); } }
header { display: flex; align-items: center; gap: 2px; padding: 12px 8px 12px 18px; background: var(--accent); color: var(--on-accent); }
header .who { flex: 1; min-width: 0; display: flex; flex-direction: column; line-height: 1.3; }
header .who span { font-size: 12.5px; opacity: .9; }
header button { min-width: 40px; height: 40px; display: grid; place-items: center; padding: 0 8px; font-size: 14px; }
header button:hover { background: rgb(255 255 255 / .16); }
header button:focus-visible { outline-color: currentColor; outline-offset: -3px; }
.messages { flex: 1; overflow-y: auto; overscroll-behavior: contain; padding: 14px 16px 6px; }
.intro { margin: 0 0 12px; font-size: 12.5px; color: var(--quiet); text-align: center; }
.message { display: flex; flex-direction: column; align-items: flex-start; margin: 0 0 14px; }
.message.customer { align-items: flex-end; }
.bubble { max-width: 88%; padding: 10px 14px; border-radius: 16px; background: var(--raised); border-end-start-radius: 4px; overflow-wrap: anywhere; }
.customer .bubble { background: var(--accent); color: var(--on-accent); border-end-start-radius: 16px; border-end-end-radius: 4px; white-space: pre-wrap; }
.customer.failed .bubble { opacity: .65; }
.bubble p { margin: 0 0 8px; } .bubble p:last-child, .bubble ol:last-child, .bubble ul:last-child { margin-bottom: 0; }
.bubble .heading { font-weight: 600; }
.bubble ol, .bubble ul { margin: 0 0 8px; padding-inline-start: 22px; } .bubble li { margin: 3px 0; padding-inline-start: 2px; }
.bubble a { color: var(--accent); text-decoration: underline; text-underline-offset: 2px; }
.bubble .phone { white-space: nowrap; }
.sources { display: flex; gap: 6px; margin: 6px 2px 0; max-width: 92%; font-size: 12.5px; color: var(--quiet); }
.sources ul { margin: 0; padding: 0; list-style: none; }
.sources li { border-bottom: 1px dotted var(--quiet); width: fit-content; }
.notice { margin: 6px 2px 0; padding: 4px 10px; border-radius: 8px; font-size: 12.5px; color: var(--warn); background: var(--warn-surface); }
.notice.handoff { color: var(--text); background: var(--raised); border: 1px solid var(--line); }
.failure { margin: 6px 2px 0; font-size: 13px; color: var(--bad); }
.retry { text-decoration: underline; font-weight: 600; padding: 4px 6px; min-height: 28px; }
.choices { display: flex; flex-wrap: wrap; gap: 8px; margin: 10px 0 2px; }
.choice { padding: 7px 14px; border: 1px solid var(--accent); border-radius: 18px; color: var(--accent); text-align: start; }
.choice:hover { background: var(--raised); }
.typing { display: inline-flex; gap: 5px; padding: 6px 2px; }
.typing i { width: 7px; height: 7px; border-radius: 50%; background: var(--quiet); animation: blink 1.2s infinite; }
.typing i:nth-child(2) { animation-delay: .2s; } .typing i:nth-child(3) { animation-delay: .4s; }
@keyframes blink { 0%, 60%, 100% { opacity: .3; } 30% { opacity: 1; } }
.composer { display: flex; align-items: flex-end; gap: 8px; padding: 10px 12px calc(10px + env(safe-area-inset-bottom)); border-top: 1px solid var(--line); }
textarea { flex: 1; resize: none; font: inherit; color: inherit; background: var(--raised); border: 1px solid var(--line); border-radius: 20px; padding: 9px 15px; max-height: 120px; }
textarea::placeholder { color: var(--quiet); opacity: 1; }
textarea:focus-visible { outline-offset: 0; }
.send { width: 42px; height: 42px; border-radius: 50%; display: grid; place-items: center; background: var(--accent); color: var(--on-accent); flex: none; }
.send:disabled { opacity: .45; cursor: default; }
@media (max-width: 520px) {
  .panel { inset: 0; width: 100%; height: 100dvh; border: 0; border-radius: 0; }
  textarea { font-size: 16px; }
}
@media (prefers-reduced-motion: reduce) { * { animation: none !important; transition: none !important; } .typing i { opacity: .7; } }
@media (forced-colors: active) { .bubble, .choice, .launcher { border: 1px solid; } }
`;
