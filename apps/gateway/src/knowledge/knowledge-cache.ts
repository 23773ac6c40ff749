import type { Knowledge } from '@guichet/services/release/load-knowledge';
import { createExpiringCache } from '../cache/expiring-cache.ts';
import { indexKnowledge, type KnowledgeIndex } from './knowledge-index.ts';

export interface KnowledgeCache {
  /** The release a turn found current; loaded once per isolate and release, so that an import takes effect with the next turn. */
  get(tenantId: string, releaseId: string | null): Promise<KnowledgeIndex>;
}

export interface KnowledgeCacheOptions {
  load(tenantId: string): Promise<Knowledge>;
  now(): number;
}

// Vectors are added to a release after its import: an old copy must go in the end even where the release stays.
const maxAgeMs = 60_000;
const maxTenants = 20;

/** Keeps the knowledge of the tenants that were asked last. */
export function createKnowledgeCache({ load, now }: KnowledgeCacheOptions): KnowledgeCache {
  const cache = createExpiringCache<KnowledgeIndex>({ maxAgeMs, maxEntries: maxTenants, now });
  return {
    async get(tenantId, releaseId) {
      const cached = cache.get(tenantId);
      if (cached !== undefined && cached.knowledge.releaseId === releaseId) return cached;
      const index = indexKnowledge(await load(tenantId));
      cache.set(tenantId, index);
      return index;
    },
  };
}
