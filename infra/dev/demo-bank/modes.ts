import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { Answer } from './books.ts';

/**
 * How the bank behaves, for trying what customers then see. `late` takes effect and answers too late; `fail` does nothing and answers 500;
 * `huge` answers with a gigabyte.
 */
export const modes = ['ok', 'slow', 'late', 'fail', 'nonsense', 'huge'] as const;
export type Mode = (typeof modes)[number];

const slowMs = 1_500;
const lateMs = 30_000;
const gigabyte = 2 ** 30;
let mode: Mode = 'ok';

export const currentMode = (): Mode => mode;
export const isMode = (text: string): text is Mode => (modes as readonly string[]).includes(text);
export function setMode(wanted: Mode): void {
  mode = wanted;
}

/** Answers an action as the bank behaves now. */
export async function answerInMode(response: ServerResponse, act: () => Answer): Promise<void> {
  if (mode === 'fail') return void response.writeHead(500).end();
  if (mode === 'slow') await pause(slowMs);
  const answer = act();
  if (mode === 'late') await pause(lateMs);
  response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' });
  if (mode === 'nonsense') response.end('<html>Gateway Timeout</html>');
  else if (mode === 'huge') await sendGigabyte(response);
  else response.end(JSON.stringify(answer));
}

async function sendGigabyte(response: ServerResponse): Promise<void> {
  const chunk = Buffer.alloc(2 ** 16, 'x');
  for (let sent = 0; sent < gigabyte && !response.destroyed; sent += chunk.length) {
    if (!response.write(chunk)) await Promise.race([once(response, 'drain'), once(response, 'close')]);
  }
  response.end();
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((done) => setTimeout(done, milliseconds));
}
