import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { takeLock } from '../../infra/dev/bootstrap/lock.mjs';
import { processMark } from '../../infra/dev/bootstrap/process-mark.mjs';
import { openDevFile, readDevFile } from '../../infra/dev/dev-file.ts';
import { loadKeys } from '../../infra/dev/keys.ts';
import { parseStartOptions } from '../../infra/dev/options.ts';
import { createProgress } from '../../infra/dev/progress.ts';
import { splitStatements } from '../../infra/dev/steps/apply-migrations.ts';
import { serveSite } from '../../infra/dev/steps/serve-site.ts';
import { readCounts } from '../../infra/dev/testing/read-counts.ts';

const folder = mkdtempSync(join(tmpdir(), 'guichet infra '));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the options of npm start', () => {
  test('have defaults that suit a laptop', () => {
    expect(parseStartOptions([])).toMatchObject({ port: 8787, inferencePort: 8788, host: '127.0.0.1', offline: false });
  });

  test('put the models into the data folder unless told otherwise', () => {
    expect(parseStartOptions(['--data', '/x']).packsFolder).toBe('/x/packs');
    expect(parseStartOptions(['--data', '/x', '--models', '/m']).packsFolder).toBe('/m');
  });

  test('add no delays unless told to', () => {
    expect(parseStartOptions([]).delaysMs).toEqual({ inference: 0, database: 0 });
    const words = ['--delay-inference', '20', '--delay-database', '5'];
    expect(parseStartOptions(words).delaysMs).toEqual({ inference: 20, database: 5 });
  });

  test.each([
    [['--port', '0']],
    [['--port', '99999']],
    [['--port', '1.5']],
    [['--threads', 'many']],
    [['word']],
    [['--port']],
  ])('refuse %j', (words) => {
    expect(() => parseStartOptions(words)).toThrow(/whole number|--help/);
  });
});

describe('a lock', () => {
  const file = join(folder, 'a.lock');

  test('is held by one, who is named, and free again afterwards', () => {
    const unlock = takeLock(file, 'held by {pid}');
    expect(() => takeLock(file, 'held by {pid}')).toThrow(`held by ${process.pid}`);
    unlock();
    takeLock(file, '')();
  });

  test('of a process that is gone, or that only has its number, is taken over', () => {
    for (const holder of [
      '{"pid":999999999,"mark":"1"}',
      `{"pid":${process.pid},"mark":"of an earlier process"}`,
      'cut',
    ]) {
      writeFileSync(file, holder);
      takeLock(file, 'held')();
    }
  });

  test('knows living processes from dead ones', () => {
    expect(processMark(process.pid)).toBeDefined();
    expect(processMark(999_999_999)).toBeUndefined();
  });
});

describe('dev.json', () => {
  const content = {
    gateway: 'http://127.0.0.1:1',
    inference: 'http://127.0.0.1:2',
    secretKey: 's',
    publishableKey: 'p',
    pids: { supervisor: 1, gateway: 2, inference: 3, encoder: null, generator: 5 },
  };

  test('is what was written, and gone after removal', () => {
    const file = openDevFile(folder);
    file.write(content);
    expect(readDevFile(folder)).toEqual(content);
    file.remove();
    expect(readDevFile(folder)).toBeUndefined();
  });

  test('that was spoilt counts as none', () => {
    writeFileSync(join(folder, 'dev.json'), '{"gateway":');
    expect(readDevFile(folder)).toBeUndefined();
  });
});

test('keys are made once and kept', () => {
  const keys = loadKeys(folder);
  expect(keys.secretKey).toMatch(/^sk_test_[\w-]{32}$/);
  expect(loadKeys(folder)).toEqual(keys);
});

test('migrations are cut at the ends of statements, and triggers stay whole', () => {
  const sql =
    '-- a comment; with a semicolon\nCREATE TABLE a (b TEXT);\nCREATE TRIGGER t AFTER INSERT ON a BEGIN\n  DELETE FROM a;\n  SELECT 1;\nEND;\nSELECT 2';
  expect(splitStatements(sql)).toEqual([
    'CREATE TABLE a (b TEXT);',
    'CREATE TRIGGER t AFTER INSERT ON a BEGIN\n  DELETE FROM a;\n  SELECT 1;\nEND;',
    'SELECT 2',
  ]);
});

describe('the demo website', () => {
  const site = join(folder, 'site');
  mkdirSync(site);
  writeFileSync(join(site, 'index.html'), '<p>%PUBLISHABLE_KEY%</p>');
  writeFileSync(join(folder, 'secret.json'), '{}');
  const get = (path: string) => serveSite(site, 'pk_1')({ url: `http://x${path}` } as never);

  test('gets the key into its pages', async () => {
    expect(await (await get('/')).text()).toBe('<p>pk_1</p>');
  });

  test.each(['/../secret.json', '/%2e%2e/secret.json', '/..%2fsecret.json', '/none', '/%00', '/%'])(
    'gives nothing for %s',
    async (path) => {
      const response = await get(path);
      expect(response.status).toBe(404);
    },
  );
});

test('progress on a plain stream is a few lines, with the time where it was long', () => {
  const lines: string[] = [];
  const report = createProgress({ isTTY: false, write: (line: string) => lines.push(line) } as never);
  const step = report('model', 'looking');
  for (let times = 0; times < 100; times += 1) step.update(`${times}`);
  step.done('ready');
  expect(lines).toEqual(['  model        looking\n', '  model        ready\n']);
});

test('a run of tests that broke off counts as a failure', () => {
  const file = join(folder, 'report.json');
  writeFileSync(file, JSON.stringify({ numPassedTests: 3, numFailedTests: 0, success: true }));
  expect(readCounts(file, 0)).toEqual({ passed: 3, failed: 0 });
  expect(readCounts(file, 0)).toEqual({ passed: 0, failed: 1 });
  writeFileSync(file, JSON.stringify({ numPassedTests: 3, numFailedTests: 0, success: false }));
  expect(readCounts(file, 1)).toEqual({ passed: 3, failed: 1 });
  expect(() => readFileSync(file)).toThrow();
});
