import { noFlows, readFlowSet } from '@guichet/dialogue/flow/flow-set';
import type { FlowSet } from '@guichet/dialogue/flow/read-flows';
import type { StoredFlows } from '@guichet/services/flow/load-flows';
import { createExpiringCache } from '../cache/expiring-cache.ts';

export interface FlowCache {
  /** The release a turn found current; loaded once per isolate and release. A tenant without flows costs no query. */
  get(tenantId: string, releaseId: string | null): Promise<FlowSet>;
}

export interface FlowCacheOptions {
  load(tenantId: string): Promise<StoredFlows>;
  now(): number;
}

const maxAgeMs = 60_000;
const maxTenants = 50;

/** Keeps the flows of the tenants that were asked last. */
export function createFlowCache({ load, now }: FlowCacheOptions): FlowCache {
  const cache = createExpiringCache<{ releaseId: string | null; set: FlowSet }>({
    maxAgeMs,
    maxEntries: maxTenants,
    now,
  });
  return {
    async get(tenantId, releaseId) {
      if (releaseId === null) return noFlows;
      const cached = cache.get(tenantId);
      if (cached !== undefined && cached.releaseId === releaseId) return cached.set;
      const { releaseId: loaded, compiled } = await load(tenantId);
      const set = readFlowSet(compiled);
      cache.set(tenantId, { releaseId: loaded, set });
      return set;
    },
  };
}
