import { z } from 'zod';
import { actionsFile, flowFile } from './flow-schema.ts';
import type { FlowSet } from './read-flows.ts';

const storedSet = z.object({ flows: z.record(z.string(), flowFile), actions: actionsFile });

/** No flow at all: every message is answered by articles. */
export const noFlows: FlowSet = { flows: {}, actions: {} };

/** A stored set of checked flows as one of today; one that this version cannot read is as good as none. */
export function readFlowSet(stored: unknown): FlowSet {
  const parsed = storedSet.safeParse(stored);
  return parsed.success ? parsed.data : noFlows;
}
