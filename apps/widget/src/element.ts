import { detectLanguage } from './i18n/detect-language.ts';
import { type ChatController, createChatController } from './state/chat-controller.ts';
import { initialState } from './state/chat-state.ts';
import { sheet } from './styles/sheet.ts';
import { createChatApi } from './transport/chat-api.ts';
import { createSessionStore } from './transport/session-store.ts';
import { type ChatView, createChatView } from './view/chat-view.ts';

/**
 * `<guichet-chat key="pk_…" server="https://…" bank-name="…" language="en|zh" theme="light|dark" open>`: the launcher and the
 * chat. Fires the composed events `guichet-open`, `guichet-close`, `guichet-message` (detail: role, no text) and
 * `guichet-handoff`, and `guichet-identity` when an identity token was taken or refused (detail: `error`). Nothing is loaded or sent before it is opened.
 */
export class GuichetChat extends HTMLElement {
  static readonly observedAttributes = ['bank-name', 'language'];
  #controller: ChatController | null = null;
  #view: ChatView | null = null;
  #pendingToken: string | null = null;

  connectedCallback(): void {
    // Moved in the document: everything is there already.
    if (this.#controller !== null) return;
    const root = this.shadowRoot ?? this.attachShadow({ mode: 'open' });
    const style = document.createElement('style');
    style.textContent = sheet;
    root.append(style);
    this.#controller = this.#createController();
    this.#view = createChatView(root, this.#controller.state(), this.#actions(this.#controller));
    this.#draw();
    this.#takeEarlyToken();
    if (this.hasAttribute('open')) this.show();
  }

  attributeChangedCallback(name: string, before: string | null, after: string | null): void {
    if (before === after) return;
    if (name === 'language') this.#controller?.dispatch({ type: 'set-language', language: detectLanguage([after]) });
    this.#draw();
  }

  /** Opens the chat and takes up the conversation of an earlier visit. */
  show(): void {
    this.#controller?.dispatch({ type: 'open' });
    void this.#controller?.resume();
    this.#tell('guichet-open');
  }

  /** A short-lived token by which the institution says who the customer is; see docs/identity.md. Cannot be read back. */
  set identityToken(token: string) {
    if (this.#controller === null) this.#pendingToken = token;
    else void this.#identify(this.#controller, token);
  }

  /** Begins a new conversation, such as for another customer. */
  restart(): void {
    this.#controller?.restart();
  }

  /** Closes the chat; the conversation stays. */
  hide(): void {
    this.#controller?.dispatch({ type: 'close' });
    this.#tell('guichet-close');
  }

  async #identify(controller: ChatController, token: string): Promise<void> {
    const error = await controller.identify(token);
    this.#tell('guichet-identity', error === undefined ? {} : { error });
  }

  /** A page may have set the token before the element was defined, or before it stood in the document. */
  #takeEarlyToken(): void {
    const own = Object.getOwnPropertyDescriptor(this, 'identityToken');
    const token = this.#pendingToken ?? own?.value;
    if (own !== undefined) Reflect.deleteProperty(this, 'identityToken');
    this.#pendingToken = null;
    if (typeof token === 'string') this.identityToken = token;
  }

  #createController(): ChatController {
    const publishableKey = this.getAttribute('key') ?? '';
    const server = (this.getAttribute('server') ?? location.origin).replace(/\/$/, '');
    return createChatController({
      api: createChatApi({ server, publishableKey, fetch: (input, init) => fetch(input, init) }),
      store: createSessionStore(() => localStorage, publishableKey),
      initial: initialState(
        detectLanguage([this.getAttribute('language'), document.documentElement.lang, navigator.language]),
      ),
      onChange: (_, event) => {
        this.#draw();
        if (event.type === 'send') this.#tell('guichet-message', { role: 'customer' });
        if (event.type === 'part' && event.part.type === 'turn-end')
          this.#tell('guichet-message', { role: 'assistant' });
        if (event.type === 'part' && event.part.type === 'handoff-request') this.#tell('guichet-handoff');
      },
      newId: () => crypto.randomUUID?.() ?? fallbackId(),
      wait: (milliseconds) => new Promise((done) => setTimeout(done, milliseconds)),
    });
  }

  #actions(controller: ChatController) {
    const send = (text: string) => void controller.send(text);
    return {
      onOpen: () => this.show(),
      onClose: () => this.hide(),
      onSend: send,
      onChoice: send,
      onRetry: (key: string) => void controller.retry(key),
      onRestart: () => controller.restart(),
      onReload: () => void controller.resume(),
      onSwitchLanguage: () => this.setAttribute('language', controller.state().language === 'zh' ? 'en' : 'zh'),
    };
  }

  #draw(): void {
    if (this.#controller !== null) this.#view?.update(this.#controller.state(), this.getAttribute('bank-name') ?? '');
  }

  #tell(name: string, detail: Record<string, string> = {}): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }
}

/** `randomUUID` needs a secure context; a bank's test page on plain HTTP still gets ids that do not repeat. */
function fallbackId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
