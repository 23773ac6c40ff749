import { eventsOf } from './element-events.ts';
import { detectLanguage } from './i18n/detect-language.ts';
import { type ChatController, createChatController } from './state/chat-controller.ts';
import { initialState } from './state/chat-state.ts';
import type { IdentitySource } from './state/connection.ts';
import { sheet } from './styles/sheet.ts';
import { createAnswerStore, type InteractionAnswer } from './transport/answer-store.ts';
import { createChatApi } from './transport/chat-api.ts';
import { createInteractionLoader } from './transport/interaction-loader.ts';
import { createSessionStore } from './transport/session-store.ts';
import { type ChatView, createChatView } from './view/chat-view.ts';

/**
 * `<guichet-chat key="pk_…" server="https://…" bank-name="…" language="en|zh" theme="light|dark" open>`: the launcher and the
 * chat. Fires the composed events of `element-events.ts`. Nothing is loaded or sent before it is opened.
 */
export class GuichetChat extends HTMLElement {
  /** Address of the script that defined it: its second part lies beside. */
  static scriptAddress = '';
  static readonly observedAttributes = ['bank-name', 'language'];
  #controller: ChatController | null = null;
  #view: ChatView | null = null;
  #identity: IdentitySource = null;
  readonly #online = () => void this.#controller?.reconnect();

  /**
   * Who the customer is: the institution's signed token, or a function that gives a fresh one, since each works once. `null` signs out.
   * A property alone: a token never stands in the page's source.
   */
  get identityToken(): IdentitySource {
    return this.#identity;
  }

  set identityToken(source: IdentitySource | undefined) {
    this.#identity = source ?? null;
    void this.#controller?.identify(this.#identity);
  }

  connectedCallback(): void {
    addEventListener('online', this.#online);
    // Moved in the document: everything is there already.
    if (this.#controller !== null) return;
    const root = this.shadowRoot ?? this.attachShadow({ mode: 'open' });
    const style = document.createElement('style');
    style.textContent = sheet;
    root.append(style);
    this.#controller = this.#createController();
    this.#takeEarlyIdentity();
    this.#view = createChatView(root, this.#controller.state(), {
      ...this.#actions(this.#controller),
      loadInteractions: createInteractionLoader(
        new URL('widget-interactions.js', GuichetChat.scriptAddress || `${this.#server()}/`).href,
        document,
      ),
    });
    this.#draw();
    if (this.hasAttribute('open')) this.show();
  }

  disconnectedCallback(): void {
    removeEventListener('online', this.#online);
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

  /** Closes the chat; the conversation stays. */
  hide(): void {
    this.#controller?.dispatch({ type: 'close' });
    this.#tell('guichet-close');
  }

  #server(): string {
    return (this.getAttribute('server') ?? location.origin).replace(/\/$/, '');
  }

  #createController(): ChatController {
    const publishableKey = this.getAttribute('key') ?? '';
    const server = this.#server();
    return createChatController({
      api: createChatApi({ server, publishableKey, fetch: (input, init) => fetch(input, init) }),
      store: createSessionStore(() => localStorage, publishableKey),
      initial: initialState(
        detectLanguage([this.getAttribute('language'), document.documentElement.lang, navigator.language]),
      ),
      answers: createAnswerStore(() => sessionStorage, publishableKey),
      onChange: (state, event) => {
        this.#draw();
        for (const { name, detail } of eventsOf(state, event)) this.#tell(name, detail);
      },
      onIdentity: (result) => {
        if ('refused' in result) this.#tell('guichet-error', { code: result.refused });
        else this.#tell('guichet-identity', { assurance: result.assurance });
      },
      newId: () => crypto.randomUUID?.() ?? fallbackId(),
      wait: (milliseconds) => new Promise((done) => setTimeout(done, milliseconds)),
    });
  }

  /** Given before the element was defined: then it stands on the object itself and hides the property. */
  #takeEarlyIdentity(): void {
    const early = Object.getOwnPropertyDescriptor(this, 'identityToken')?.value as IdentitySource | undefined;
    if (early !== undefined) {
      Reflect.deleteProperty(this, 'identityToken');
      this.#identity = early;
    }
    if (this.#identity !== null) void this.#controller?.identify(this.#identity);
  }

  #actions(controller: ChatController) {
    const send = (text: string) => void controller.send(text);
    return {
      onOpen: () => this.show(),
      onClose: () => this.hide(),
      onSend: send,
      onChoice: send,
      onAnswer: (id: string, answer: InteractionAnswer, text: string) => void controller.answer(id, answer, text),
      onOver: (id: string) => void controller.check(id),
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
