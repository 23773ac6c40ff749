import type { TenantSettings } from '@guichet/protocol/tenant-settings';
import { loadEdgeModel } from '@guichet/router/edge-model';
import { type EdgeRoute, routeAtEdge } from '@guichet/router/route-at-edge';
import type { ServiceContext } from '@guichet/services/context';
import { createContext } from '@guichet/services/create-context';
import { loadFlows } from '@guichet/services/flow/load-flows';
import { findAssurance } from '@guichet/services/identity/find-assurance';
import { authenticate } from '@guichet/services/key/authenticate';
import { loadKnowledge } from '@guichet/services/release/load-knowledge';
import type { Caller } from '@guichet/services/security/caller';
import { createSecretBox, type SecretBox } from '@guichet/services/security/secret-box';
import { sha256 } from '@guichet/services/security/sha256';
import { findTenant } from '@guichet/services/tenant/find-tenant';
import { kvKeyStore } from '@guichet/services/vault/key-store';
import { revealText } from '@guichet/services/vault/reveal-text';
import { createEventLog, type WideEvent } from '@guichet/telemetry/event-log';
import { createRunAction } from './actions/run-action.ts';
import { createExpiringCache } from './cache/expiring-cache.ts';
import { createInferenceClient, type InferenceClient } from './clients/inference.ts';
import type { GatewaySettings } from './env.ts';
import { createFlowCache, type FlowCache } from './flows/flow-cache.ts';
import { createKnowledgeCache, type KnowledgeCache } from './knowledge/knowledge-cache.ts';
import type { FindAssurance, RunAction } from './turn/action-port.ts';

/** A lookup whose results are kept in the isolate for at most a minute: so long a revoked key may still work. */
export interface Directory<Value> {
  get(key: string): Promise<Value | undefined>;
}

/** Everything a request needs, built once per isolate. */
export interface Services {
  context: ServiceContext;
  assets: Fetcher | undefined;
  inference: InferenceClient;
  /** Tier one of the router; under a millisecond. */
  edgeRoute(text: string): EdgeRoute;
  /** Callers by their key; only its hash is looked up. */
  callers: Directory<Caller>;
  /** Settings by tenant. */
  tenants: Directory<TenantSettings>;
  knowledge: KnowledgeCache;
  /** The flows of tenants. */
  flows: FlowCache;
  findAssurance: FindAssurance;
  originRules: { development: boolean };
  /** Opens what tenants have sealed; missing where the deployment has no key for it. */
  secrets: SecretBox | undefined;
  /** Calls the institution. */
  runAction: RunAction;
  log(event: WideEvent): void;
  now(): number;
}

export interface ServicesInput {
  settings: GatewaySettings;
  /** The edge router's weights. */
  edgeModel: ArrayBuffer;
  fetch: typeof fetch;
  writeLine(line: string): void;
}

const maxAgeMs = 60_000;
const maxEntries = 1_000;

/** Builds the services from parsed settings. */
export function createServices({ settings, edgeModel, fetch, writeLine }: ServicesInput): Services {
  const { vault } = settings;
  const keys = vault === undefined ? undefined : { store: kvKeyStore(vault.keys), masterKey: vault.masterKey };
  const context = createContext({ main: settings.database }, keys);
  const { now } = context;
  const model = loadEdgeModel(edgeModel);
  const secrets = settings.secretsKey === undefined ? undefined : createSecretBox(settings.secretsKey);
  const tenants = remember((tenantId) => findTenant(context, tenantId), now);
  const { development } = settings;
  const settingsOf = (tenantId: string) => tenants.get(tenantId);
  return {
    context,
    assets: settings.assets,
    inference: createInferenceClient({ url: settings.inferenceUrl, token: settings.inferenceToken, fetch, now }),
    edgeRoute: (text) => routeAtEdge(model, text),
    callers: remember(async (key) => authenticate(context, await sha256(key)), now),
    tenants,
    knowledge: createKnowledgeCache({ load: (tenantId) => loadKnowledge(context, tenantId), now }),
    flows: createFlowCache({ load: (tenantId) => loadFlows(context, tenantId), now }),
    findAssurance: (caller, conversationId) => findAssurance(context, caller, conversationId),
    originRules: { development },
    secrets,
    runAction: createRunAction({
      context,
      fetch,
      secrets,
      development,
      settingsOf,
      reveal: ({ caller, conversationId }, text) => revealText(context, caller, { conversationId, text }),
    }),
    log: createEventLog(writeLine, now),
    now,
  };
}

function remember<Value>(find: (key: string) => Promise<Value | undefined>, now: () => number): Directory<Value> {
  const cache = createExpiringCache<Value>({ maxAgeMs, maxEntries, now });
  return {
    async get(key) {
      const cached = cache.get(key);
      if (cached !== undefined) return cached;
      const found = await find(key);
      // What is not there is not remembered: a key works as soon as it is made.
      if (found !== undefined) cache.set(key, found);
      return found;
    },
  };
}
