// The one script tag: <script async src="https://…/widget.js" data-key="pk_…" data-bank-name="…"></script>
import { GuichetChat } from './element.ts';

const tag = 'guichet-chat';
const script = document.currentScript instanceof HTMLScriptElement ? document.currentScript : null;

GuichetChat.scriptAddress = script?.src ?? '';
// A page may carry the tag twice; the first one wins.
if (customElements.get(tag) === undefined) customElements.define(tag, GuichetChat);

if (script?.dataset.key !== undefined && document.querySelector(tag) === null) {
  const element = document.createElement(tag);
  element.setAttribute('server', script.dataset.server ?? new URL(script.src).origin);
  const attributes = {
    key: script.dataset.key,
    'bank-name': script.dataset.bankName,
    language: script.dataset.language,
    theme: script.dataset.theme,
  };
  for (const [name, value] of Object.entries(attributes)) if (value !== undefined) element.setAttribute(name, value);
  if (document.body !== null) document.body.append(element);
  else addEventListener('DOMContentLoaded', () => document.body.append(element), { once: true });
}
