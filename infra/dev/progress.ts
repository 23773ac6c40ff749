import type { WriteStream } from 'node:tty';

/** One line of the start's report. */
export interface Step {
  /** Replaces what the line says; on a plain stream at most one line every five seconds is printed. */
  update(text: string): void;
  done(text: string): void;
}

const plainInterval = 5_000;

/** Reports steps to the terminal: a line that renews itself on a terminal, few lines on a plain stream. */
export function createProgress(stream: NodeJS.WriteStream | WriteStream): (name: string, text: string) => Step {
  const renews = stream.isTTY === true;
  return (name, text) => {
    const begun = Date.now();
    let last = begun;
    const line = (content: string) => `  ${name.padEnd(12)} ${content}`;
    const show = (content: string) => stream.write(renews ? `\r\u001b[K${line(content)}` : `${line(content)}\n`);
    show(text);
    return {
      update(content) {
        if (!renews && Date.now() - last < plainInterval) return;
        last = Date.now();
        show(content);
      },
      done(content) {
        const took = Date.now() - begun;
        stream.write(
          `${renews ? '\r\u001b[K' : ''}${line(content)}${took > 2_000 ? ` (${(took / 1000).toFixed(1)} s)` : ''}\n`,
        );
      },
    };
  };
}

/** Bytes for people: `93.5 MB`. */
export function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
