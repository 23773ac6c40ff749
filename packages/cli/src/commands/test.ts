import { randomUUID } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { findJourneyConnection } from '../config.ts';
import { openDemoBank } from '../journeys/demo-bank.ts';
import { createHttpDriver } from '../journeys/http-driver.ts';
import { type PlacedJourney, readJourneys } from '../journeys/read-journeys.ts';
import { runJourney } from '../journeys/run-journey.ts';
import { Stop } from '../stop.ts';
import type { Terminal } from '../terminal.ts';

export interface TestOptions {
  /** Files of journeys and folders with such files. */
  files: string[];
  verbose: boolean;
}

const marks = { passed: '✓', failed: '✗', skipped: '–' } as const;

/** Walks journeys with the platform that runs here, one line each; the conversation of one that fails. Gives the exit code. */
export async function test({ files, verbose }: TestOptions, terminal: Terminal): Promise<number> {
  const journeys = await loadJourneys(files);
  const { gateway, publishableKey, bank } = findJourneyConnection();
  const driver = createHttpDriver({ gateway, publishableKey, bank: openDemoBank(bank) });
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for (const { file, line, journey } of journeys) {
    const { outcome, faults, transcript } = await runJourney(journey, driver, randomUUID);
    counts[outcome] += 1;
    terminal.write(`${marks[outcome]} ${journey.journey}${outcome === 'skipped' ? ' (needs a clock)' : ''}\n`);
    if (outcome === 'failed' || verbose) terminal.write(`${transcript.join('\n')}\n`);
    for (const fault of faults) terminal.write(`  ${file}:${line} ${fault}\n`);
  }
  await driver.resetBank();
  await driver.setBank('ok');
  terminal.write(`\n${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped\n`);
  return counts.failed === 0 ? 0 : 1;
}

/** The journeys of files, and of every .yaml file in folders. Throws `Stop`. */
export async function loadJourneys(places: readonly string[]): Promise<PlacedJourney[]> {
  const files = (await Promise.all(places.map(filesAt))).flat().sort();
  if (files.length === 0)
    throw new Stop('There are no journeys here. Name their files or their folder: guichet test FILE.yaml');
  return (await Promise.all(files.map(async (file) => readJourneys(await readFile(file, 'utf8'), file)))).flat();
}

async function filesAt(place: string): Promise<string[]> {
  const found = await stat(place).catch((error: NodeJS.ErrnoException) => {
    throw new Stop(`${place} cannot be read (${error.code}).`);
  });
  if (!found.isDirectory()) return [place];
  return (await readdir(place)).filter((name) => /\.ya?ml$/.test(name)).map((name) => join(place, name));
}
