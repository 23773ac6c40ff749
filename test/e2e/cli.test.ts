import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Platform, root, startPlatform } from './support/start-platform.ts';

const scratch = mkdtempSync(join(tmpdir(), 'guichet cli '));
let platform: Platform;
beforeAll(async () => {
  platform = await startPlatform({ name: 'guichet eval' });
});
afterAll(async () => {
  rmSync(scratch, { recursive: true, force: true });
  await platform?.stop();
});

interface Outcome {
  code: number;
  stdout: string;
  stderr: string;
}

/** The command as a person or a script runs it, without a terminal. */
function guichet(words: string[], input = '', environment: Record<string, string> = {}): Promise<Outcome> {
  const file = join(root, 'packages/cli/bin/guichet.mjs');
  return new Promise((done) => {
    const options = { cwd: scratch, env: { PATH: process.env.PATH, ...environment } };
    const child = execFile(process.execPath, [file, ...words], options, (error, stdout, stderr) =>
      done({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr }),
    );
    child.stdin?.end(input);
  });
}

const connection = () => {
  const { gateway, secretKey } = platform.devFile();
  return { GUICHET_GATEWAY: gateway, GUICHET_KEY: secretKey };
};

describe('guichet eval', () => {
  // Under what the shipped router reaches (78.7 % of all, 91.9 % when sure), by about the width of the interval.
  test.each([
    ['en', 0.72],
    ['zh', 0.75],
  ])('holds the floor on the messages in %s', async (language, floor) => {
    const file = join(root, `test/eval/${language}.jsonl`);
    const { code, stdout } = await guichet(['eval', file, '--json', '--min', String(floor)], '', connection());
    const score = JSON.parse(stdout);
    expect(code, `${score.accuracy.share} right`).toBe(0);
    expect(score.accuracy.rows).toBeGreaterThanOrEqual(200);
    expect(score.precision.share).toBeGreaterThan(0.87);
    expect(score.falseRejects.share).toBeLessThan(0.06);
    expect(score.caught.share).toBeGreaterThan(0.65);
  });

  test('ends with 1 below the floor, and says by how much', async () => {
    const file = join(scratch, 'wrong.jsonl');
    writeFileSync(file, '{"text":"i lost my card","lang":"en","expect":{"intents":["exchange_rate"]}}\n');
    const { code, stdout, stderr } = await guichet(['eval', file, '--min', '0.5'], '', connection());
    expect(code).toBe(1);
    expect(stderr).toMatch(/0\.0 % right is below the floor of 50\.0 %/);
    expect(stdout).toMatch(/i lost my card {2}\(exchange_rate → lost_or_stolen_card/);
  });

  test.each([
    ['', /holds no rows/],
    ['not json', /rows\.jsonl:1: not JSON/],
    ['{"text":"a","lang":"fr","expect":{"intents":[]}}', /rows\.jsonl:1: lang/],
    ['{"text":"a","lang":"en","expect":{"intents":[],"colour":1}}', /rows\.jsonl:1: expect/],
  ])('names the line that is wrong: %s', async (content, sentence) => {
    const file = join(scratch, 'rows.jsonl');
    writeFileSync(file, content);
    const { code, stderr } = await guichet(['eval', file], '', connection());
    expect(code).toBe(2);
    expect(stderr).toMatch(sentence);
  });
});

describe('guichet chat', () => {
  test('answers one line after the other without a terminal, sources and choices included', async () => {
    const { code, stdout } = await guichet(['chat', '--verbose'], 'i lost my card\n\n1\n', connection());
    expect(code).toBe(0);
    expect(stdout).toMatch(/Freeze it now in Cards › Freeze/);
    expect(stdout).toMatch(/source: My card is lost or stolen \(lost-or-stolen-card, version 1\)/);
    expect(stdout).toMatch(/1: Talk to a person/);
    expect(stdout).toMatch(/Our team can take it from here/);
    expect(stdout).not.toContain('> ');
  });
});

describe('guichet', () => {
  test('says where it looked when it knows no gateway', async () => {
    const { code, stderr } = await guichet(['chat']);
    expect(code).toBe(2);
    expect(stderr).toMatch(/npm start.*--gateway URL --key KEY/);
  });

  test('ends with 3 where the gateway refuses or is away', async () => {
    const refused = await guichet(['chat'], 'hi', { ...connection(), GUICHET_KEY: 'sk_wrong' });
    expect(refused).toMatchObject({ code: 3, stderr: expect.stringMatching(/unauthenticated, request/) });
    const away = await guichet(['chat'], 'hi', { GUICHET_GATEWAY: 'http://127.0.0.1:9', GUICHET_KEY: 'x' });
    expect(away).toMatchObject({ code: 3, stderr: expect.stringMatching(/cannot be reached/) });
  });

  test.each([[['fly']], [['eval']], [['chat', '--colour']], [['eval', 'x', '--min', '2']], [[]]])(
    '%j is wrong use',
    async (words) => {
      expect((await guichet(words, '', connection())).code).toBe(2);
    },
  );

  test('doctor names what it found', async () => {
    const { stdout } = await guichet(['doctor', '--json']);
    const findings: { name: string; state: string }[] = JSON.parse(stdout);
    expect(findings.map(({ name }) => name)).toEqual(['Node', 'npm', 'Memory', 'Cores', 'Disk', 'Chromium', 'Python']);
  });
});
