import type { CreateInteractionList } from '../view/interactions/interaction-list.ts';

const waitsMs = [1_000, 5_000, 15_000];

/** Loads the second part of the element by a script tag: unlike `import()`, that needs no CORS where the page is another origin. */
export function createInteractionLoader(address: string, page: Document): () => Promise<CreateInteractionList> {
  const attempt = () =>
    new Promise<CreateInteractionList>((done, fail) => {
      const script = page.createElement('script');
      script.src = address;
      script.async = true;
      // A page that allows scripts by nonce has one on its own scripts.
      script.nonce = page.querySelector<HTMLScriptElement>('script[nonce]')?.nonce ?? '';
      script.addEventListener('guichet-part', (event) => done((event as CustomEvent<CreateInteractionList>).detail));
      script.addEventListener('error', () => fail(new Error(`${address} cannot be loaded.`)));
      script.addEventListener('load', () => script.remove());
      page.head.append(script);
    });
  return async () => {
    for (const waitMs of waitsMs) {
      const part = await attempt().catch(() => null);
      if (part !== null) return part;
      await new Promise((done) => setTimeout(done, waitMs));
    }
    return attempt();
  };
}
