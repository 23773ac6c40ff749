/** How forms, buttons, confirmations, codes and cases look. */
export const interactionRules = `
.interaction { margin: 0 0 14px; max-width: 340px; }
.card { padding: 14px 16px; border: 1px solid var(--line); border-radius: 14px; background: var(--surface); box-shadow: 0 1px 4px rgb(0 0 0 / .06); overflow-wrap: anywhere; }
.card .title { display: block; font-weight: 600; margin: 0 0 10px; }
fieldset { margin: 0; padding: 0; border: 0; min-width: 0; }
.field { margin: 0 0 14px; }
.field > label, legend { display: block; padding: 0; font-weight: 500; font-size: 14px; margin-bottom: 3px; }
.optional, .hint, .status { color: var(--quiet); font-size: 12.5px; font-weight: 400; }
.hint { margin-bottom: 4px; }
.card input:not([type="radio"]), .card select { width: 100%; min-height: 42px; font: inherit; color: inherit; background: var(--surface); border: 1px solid var(--control); border-radius: 8px; padding: 8px 12px; }
.card input:focus-visible, .card select:focus-visible { outline-offset: 0; }
.card [aria-invalid="true"] { border-color: var(--bad); }
.error { margin-top: 4px; color: var(--bad); font-size: 13px; }
.error::before { content: "! "; font-weight: 700; }
.money { position: relative; }
.money span { position: absolute; inset-inline-start: 12px; top: 0; height: 100%; display: grid; place-items: center; color: var(--quiet); pointer-events: none; }
.card .money input { padding-inline-start: 44px; }
.radios { display: grid; gap: 6px; }
.radio { display: flex; gap: 10px; align-items: flex-start; padding: 9px 12px; border: 1px solid var(--control); border-radius: 8px; cursor: pointer; }
.radio input { width: 18px; height: 18px; margin: 2px 0 0; flex: none; accent-color: var(--accent); }
.radio:has(:checked) { border-color: var(--accent); background: var(--raised); }
.choice-list { display: grid; gap: 6px; }
.option { padding: 10px 14px; min-height: 44px; border: 1px solid var(--accent); border-radius: 12px; color: var(--accent); text-align: start; background: var(--surface); overflow-wrap: anywhere; }
.option:hover:enabled, .action:hover:enabled { background: var(--raised); }
.option:disabled { border-color: var(--line); color: var(--quiet); cursor: default; }
.buttons { display: flex; flex-wrap: wrap; gap: 8px; margin-top: 12px; }
.action { flex: 1 1 auto; min-height: 44px; padding: 9px 16px; border: 1px solid var(--control); border-radius: 10px; font-weight: 600; }
.action.primary { background: var(--accent); border-color: var(--accent); color: var(--on-accent); }
.action.primary:hover:enabled { background: var(--accent); filter: brightness(1.08); }
.action:disabled, .action.primary:disabled { background: none; border-color: var(--line); color: var(--quiet); cursor: default; }
.option.chosen:disabled, .action.chosen:disabled { border-color: var(--accent); color: var(--text); background: var(--raised); }
.chosen::after { content: " ✓"; color: var(--accent); font-weight: 700; }
dl { margin: 0; }
dl div { display: flex; gap: 12px; justify-content: space-between; padding: 6px 0; border-top: 1px solid var(--line); }
dt { color: var(--quiet); flex: none; max-width: 45%; }
dd { margin: 0; font-weight: 500; text-align: end; }
.card .status { margin-top: 8px; }
.code-row { display: flex; gap: 8px; }
.code-row .action { flex: none; }
.card input.code { font-size: 20px; letter-spacing: .2em; font-variant-numeric: tabular-nums; padding-block: 4px; }
.code-row + .error { margin-bottom: 4px; }
.card .code-row ~ .hint { margin: 8px 0 0; }
.case-number { display: flex; flex-wrap: wrap; align-items: center; gap: 2px 10px; padding-bottom: 6px; }
.case-number span { flex: 0 0 100%; color: var(--quiet); font-size: 12.5px; }
.number { font-size: 18px; letter-spacing: .02em; font-variant-numeric: tabular-nums; user-select: all; }
.copy { padding: 4px 12px; min-height: 32px; border: 1px solid var(--control); font-size: 13px; }
.copy:hover { background: var(--raised); }
@media (max-width: 520px) { .card input, .card select { font-size: 16px; } .interaction { max-width: none; } }
@media (forced-colors: active) { .action.primary, .chosen { border-width: 3px; } .card :disabled, .option:disabled { color: GrayText; } }
`;
