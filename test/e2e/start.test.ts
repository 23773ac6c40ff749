import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { openConversation } from './support/customer.ts';
import { freePorts, isAlive, runStart, startPlatform, waitFor } from './support/start-platform.ts';

const scratch = mkdtempSync(join(tmpdir(), 'guichet start '));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

test('without any source of models it starts, says so, and answers with approved text', async () => {
  const platform = await startPlatform({
    name: 'guichet blocked',
    words: ['--offline', '--models', join(scratch, 'none')],
  });
  try {
    expect(platform.output()).toMatch(/no language model:.*\n.*approved articles' own text/);
    const customer = await openConversation(platform.devFile());
    const approved = await customer.ask('hi its been 2 weeks and still no card in the post??');
    expect(approved).toMatchObject({ decision: 'answer', reply: { composition: 'approved', degraded: false } });
    expect(approved.reply.text).toMatch(/Card not arrived/);
    const composed = await customer.ask('what rate will i get for euros');
    expect(composed.reply).toMatchObject({ composition: 'approved', degradedReason: 'generator-unavailable' });
    expect(composed.reply.text).toMatch(/live market rate/);
  } finally {
    await platform.stop();
  }
});

test('Ctrl-C ends every process and takes dev.json away', async () => {
  const platform = await startPlatform({ name: 'guichet stop' });
  const pids = Object.values(platform.devFile().pids).filter((pid) => pid !== null);
  expect(pids).toHaveLength(6);
  expect(await platform.stop()).toBe(130);
  await waitFor(() => (pids.some(isAlive) ? undefined : true), 'the end of all processes');
});

test('a port in use is named, with the option that chooses another', async () => {
  const [port, other] = await freePorts();
  const server = createServer();
  await new Promise<void>((done) => server.listen(port, '127.0.0.1', done));
  const run = runStart(['--data', join(scratch, 'busy'), '--port', String(port), '--inference-port', String(other)]);
  expect(await run.ended).toBe(1);
  server.close();
  expect(run.output()).toMatch(new RegExp(`Port ${port} is in use.*npm start -- --port`));
  expect(readdirSync(join(scratch, 'busy'))).not.toContain('dev.json');
});

test('a second start in the same folder is turned away while the first runs on', async () => {
  const [[port, inferencePort], [bankPort]] = [await freePorts(), await freePorts()];
  const words = [
    '--bank-port',
    String(bankPort),
    '--data',
    join(scratch, 'two'),
    '--offline',
    '--models',
    join(scratch, 'none'),
    '--port',
    String(port),
    '--inference-port',
    String(inferencePort),
  ];
  const first = runStart(words);
  await waitFor(() => (first.output().includes('Guichet is starting') ? true : undefined), 'the first start');
  const second = runStart(words);
  expect(await second.ended).toBe(1);
  expect(second.output()).toMatch(/already running from .* Stop it first, or use another folder/);
  await waitFor(() => (first.output().includes('Stop with Ctrl-C') ? true : undefined), 'the first to be ready');
  first.child.kill('SIGINT');
  expect(await first.ended).toBe(130);
});

test.each([
  [['--port', 'abc'], /--port must be a whole number/],
  [['--colour'], /Unknown option '--colour'.*npm start -- --help/],
  [['--data', '/proc/guichet'], /data folder \/proc\/guichet cannot be made/],
])('%j ends with one sentence that says what to do', async (words, sentence) => {
  const run = runStart(words);
  expect(await run.ended).toBe(1);
  expect(run.output().replaceAll('\n', ' ')).toMatch(sentence);
  expect(run.output()).not.toMatch(/ {4}at /);
});

test('--help lists every option', async () => {
  const run = runStart(['--help']);
  expect(await run.ended).toBe(0);
  for (const option of [
    '--port',
    '--inference-port',
    '--bank-port',
    '--host',
    '--data',
    '--models',
    '--threads',
    '--offline',
    '--verbose',
  ])
    expect(run.output()).toContain(option);
});
