import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadJourneys } from '@guichet/cli/commands/test';
import { movesClock, runJourney } from '@guichet/cli/journeys/run-journey';
import type { Evidence } from '@guichet/dialogue/evidence';
import { readFlows } from '@guichet/dialogue/flow/read-flows';
import type { Language } from '@guichet/protocol/language';
import type { ExplainedRoute } from '@guichet/protocol/route';
import { loadEdgeModel } from '@guichet/router/edge-model';
import { routeAtEdge } from '@guichet/router/route-at-edge';
import { parseArticle } from '@guichet/services/article/parse-article';
import { describe, expect, test } from 'vitest';
import { createPolicyDriver } from './policy-driver.ts';

const root = join(import.meta.dirname, '../..');
const read = (folder: string) =>
  readdirSync(join(root, folder)).map((path) => ({ path, content: readFileSync(join(root, folder, path), 'utf8') }));
const articles = {
  en: read('content/demo-bank/articles/en').map(toArticle),
  zh: read('content/demo-bank/articles/zh').map(toArticle),
};
const flows = readFlows(read('content/flows'), { articleIds: new Set(articles.en.map(({ id }) => id)) });
if (!flows.valid) throw new Error(JSON.stringify(flows.faults));
const model = loadEdgeModel(readFileSync(join(root, 'models/edge-router/edge.bin')));
const driver = createPolicyDriver({ set: flows.set, route, evidence });
const journeys = (await loadJourneys([import.meta.dirname])).filter(({ journey }) => movesClock(journey));

describe('a journey through time', () => {
  test.each(journeys.map((placed) => [placed.journey.journey, placed] as const))('%s', async (_, placed) => {
    const ids = placed.journey.turns.keys();
    const { faults, transcript } = await runJourney(placed.journey, driver, () => `m${ids.next().value}`);
    expect(faults, `${placed.file}:${placed.line}\n${transcript.join('\n')}`).toEqual([]);
  });
});

function toArticle(file: { path: string; content: string }) {
  const parsed = parseArticle(file);
  if ('fault' in parsed) throw new Error(parsed.fault);
  return parsed.article;
}

function evidence(language: Language): Evidence {
  return {
    articleFor(intent) {
      const found = articles[language].find(({ intents }) => intents.includes(intent));
      return found === undefined ? undefined : { articleId: found.id, title: found.title };
    },
    titled: undefined,
    retrieved: [],
  };
}

/** The edge's verdict alone, as it counts where the encoder is away. */
function route(text: string): ExplainedRoute {
  const { language, intents, sure, rejectScore, modelVersion } = routeAtEdge(model, text);
  const abstained = !sure && (intents[0]?.confidence ?? 0) < 0.5;
  const reasons = {
    rejectScore,
    abstained,
    urgent: false,
    complaint: false,
    summary: '',
    routerVersion: modelVersion,
  };
  return { language, intents, rejected: false, experts: [], tier: 'edge', reasons };
}
