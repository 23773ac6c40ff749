/** Where a command reads and writes. */
export interface Terminal {
  interactive: boolean;
  input: NodeJS.ReadableStream;
  write(text: string): void;
  complain(text: string): void;
  /** A line that renews itself; nothing without a terminal. */
  progress(text: string): void;
}

/** The process's own. */
export function processTerminal(): Terminal {
  const interactive = process.stdin.isTTY === true && process.stdout.isTTY === true;
  const renews = process.stderr.isTTY === true;
  let shown = false;
  const clear = () => {
    if (shown) process.stderr.write('\r\u001b[K');
    shown = false;
  };
  return {
    interactive,
    input: process.stdin,
    write(text) {
      clear();
      process.stdout.write(text);
    },
    complain(text) {
      clear();
      process.stderr.write(`${text}\n`);
    },
    progress(text) {
      if (!renews) return;
      process.stderr.write(`\r\u001b[K${text}`);
      shown = true;
    },
  };
}
