import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { loadJourneys } from '@guichet/cli/commands/test';
import { openDemoBank } from '@guichet/cli/journeys/demo-bank';
import type { Driver } from '@guichet/cli/journeys/driver';
import { createHttpDriver } from '@guichet/cli/journeys/http-driver';
import { movesClock, runJourney } from '@guichet/cli/journeys/run-journey';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Platform, root, startPlatform } from './support/start-platform.ts';

const journeys = (await loadJourneys([join(root, 'test/journeys')])).filter(({ journey }) => !movesClock(journey));

let platform: Platform;
let driver: Driver;

beforeAll(async () => {
  platform = await startPlatform({ name: 'guichet journeys' });
  const { gateway, publishableKey, bank } = platform.devFile();
  driver = createHttpDriver({ gateway, publishableKey, bank: openDemoBank(bank) });
});
afterAll(() => platform?.stop());

describe('a journey', () => {
  test.each(journeys.map((placed) => [placed.journey.journey, placed] as const))('%s', async (_, placed) => {
    const { faults, transcript } = await runJourney(placed.journey, driver, randomUUID);
    expect(faults, `${placed.file}:${placed.line}\n${transcript.join('\n')}`).toEqual([]);
  });
});
