import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadEdgeModel } from '@guichet/router/edge-model';
import { routeAtEdge } from '@guichet/router/route-at-edge';
import { root } from '../../e2e/support/start-platform.ts';

/** Milliseconds of each text through the edge router, after a warm-up. */
export function measureRouter(texts: readonly string[]): number[] {
  const model = loadEdgeModel(readFileSync(join(root, 'models/edge-router/edge.bin')));
  for (const text of texts) routeAtEdge(model, text);
  return texts.map((text) => {
    const begun = performance.now();
    routeAtEdge(model, text);
    return performance.now() - begun;
  });
}
