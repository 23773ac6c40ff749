export interface DetachedStream<Part> {
  /** What the source gives; may be left at any time. */
  parts: AsyncGenerator<Part>;
  /** Settles when the source has ended, whoever still listens. Never rejects. */
  finished: Promise<void>;
}

/** Runs a source to its end by itself: a reader that goes away does not stop it. */
export function detach<Part>(source: AsyncGenerator<Part>): DetachedStream<Part> {
  const inbox: Part[] = [];
  let over = false;
  let failure: { error: unknown } | undefined;
  let wake = () => {};
  const run = async () => {
    try {
      for await (const part of source) {
        inbox.push(part);
        wake();
      }
    } catch (error) {
      failure = { error };
    } finally {
      over = true;
      wake();
    }
  };
  const finished = run();
  async function* read(): AsyncGenerator<Part> {
    for (;;) {
      const part = inbox.shift();
      if (part !== undefined) yield part;
      else if (failure !== undefined) throw failure.error;
      else if (over) return;
      else await new Promise<void>((resume) => (wake = resume));
    }
  }
  return { parts: read(), finished };
}
