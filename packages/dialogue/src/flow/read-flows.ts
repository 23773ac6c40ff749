import { z } from 'zod';
import { checkEffects } from './check-effects.ts';
import { checkNames, type PlacedFault } from './check-names.ts';
import { checkPaths } from './check-paths.ts';
import { type Actions, actionsFile, type Flow, type FlowStep, flowFile, stepSchemas } from './flow-schema.ts';
import { schemaFaults } from './schema-faults.ts';
import { type FlowFault, readYaml, type YamlSource } from './yaml-source.ts';

export interface FlowFileText {
  path: string;
  content: string;
}

/** A tenant's flows as the policy takes them: plain JSON. */
export interface FlowSet {
  /** By their ids. */
  flows: Record<string, Flow>;
  actions: Actions;
}

export interface KnownContent {
  /** The tenant's approved articles. */
  articleIds: ReadonlySet<string>;
}

export type ReadFlows = { valid: true; set: FlowSet } | { valid: false; faults: FlowFault[] };

const mostFaults = 50;
/** Steps are read one by one, each by the schema of its kind: so a fault says what is wrong and not that nothing fits. */
const flowHead = flowFile.extend({ steps: z.array(z.unknown()).min(1).max(60) });

/** Reads a tenant's whole set of flow files; one of them is `actions.yaml`. All or nothing: every fault comes with file and line. */
export function readFlows(files: readonly FlowFileText[], known: KnownContent): ReadFlows {
  const read = files.map((file) => readYaml(file.path, file.content));
  const faults = read.filter((entry) => 'message' in entry);
  const sources = read.filter((entry) => 'lineOf' in entry);
  const actions = readActions(sources, faults);
  const actionsStand = faults.every((fault) => !isActions(fault));
  const flows = sources
    .filter((source) => !isActions(source))
    .map((source) => ({ source, flow: readFlow(source, faults) }));
  for (const { source, flow } of flows) {
    if (flow !== undefined && actionsStand) faults.push(...place(source, checkFlow(flow, { actions, ...known })));
  }
  faults.push(...sharedNames(flows));
  if (faults.length > 0) return { valid: false, faults: sortFaults(faults).slice(0, mostFaults) };
  const entries = flows.flatMap(({ flow }) => (flow === undefined ? [] : [[flow.flow, flow] as const]));
  return { valid: true, set: { flows: Object.fromEntries(entries), actions } };
}

/** Paths are looked at only where all names are right: otherwise one wrong name would give a list of faults. */
function checkFlow(flow: Flow, context: { actions: Actions } & KnownContent): PlacedFault[] {
  const names = checkNames(flow, context);
  if (names.length > 0) return names;
  const paths = checkPaths(flow);
  return paths.length > 0 ? paths : checkEffects(flow, context.actions);
}

function isActions({ path }: { path: string }): boolean {
  return /(?:^|\/)actions\.ya?ml$/.test(path);
}

function readActions(sources: readonly YamlSource[], faults: FlowFault[]): Actions {
  const [source, another] = sources.filter(isActions);
  if (another !== undefined)
    faults.push({ path: another.path, line: 1, message: 'There are two files of actions. Make them one.' });
  if (source === undefined) return {};
  const parsed = actionsFile.safeParse(source.value);
  if (parsed.success) return parsed.data;
  faults.push(...place(source, schemaFaults(parsed.error)));
  return {};
}

function readFlow(source: YamlSource, faults: FlowFault[]): Flow | undefined {
  const head = flowHead.safeParse(source.value);
  if (!head.success) {
    faults.push(...place(source, schemaFaults(head.error)));
    return undefined;
  }
  const steps = head.data.steps.map((step, index) => readStep(step, index));
  const wrong = steps.flatMap((step) => ('faults' in step ? step.faults : []));
  faults.push(...place(source, wrong));
  if (wrong.length > 0) return undefined;
  return { ...head.data, steps: steps.flatMap((step) => ('step' in step ? [step.step] : [])) };
}

function readStep(step: unknown, index: number): { step: FlowStep } | { faults: PlacedFault[] } {
  const at = ['steps', index];
  const keys = typeof step === 'object' && step !== null ? Object.keys(step) : [];
  const [kind, second] = Object.keys(stepSchemas).filter((name) => keys.includes(name));
  if (kind === undefined || second !== undefined) {
    const kinds = Object.keys(stepSchemas).join(', ');
    return { faults: [{ place: at, message: `A step does exactly one thing. Give it an id and one of: ${kinds}.` }] };
  }
  const parsed = stepSchemas[kind as keyof typeof stepSchemas].safeParse(step);
  return parsed.success ? { step: parsed.data } : { faults: schemaFaults(parsed.error, at) };
}

/** Ids and intents that two flows claim: the second one is at fault. */
function sharedNames(flows: readonly { source: YamlSource; flow: Flow | undefined }[]): FlowFault[] {
  const owners = new Map<string, string>();
  return flows.flatMap(({ source, flow }) => {
    if (flow === undefined) return [];
    const claims: { name: string; what: string; at: PropertyKey[] }[] = [
      { name: `flow ${flow.flow}`, what: `The flow "${flow.flow}"`, at: ['flow'] },
      ...flow.intents.map((intent, at) => ({
        name: `intent ${intent}`,
        what: `The intent "${intent}"`,
        at: ['intents', at],
      })),
    ];
    return claims.flatMap(({ name, what, at }) => {
      const owner = owners.get(name);
      owners.set(name, owner ?? source.path);
      if (owner === undefined) return [];
      return [
        { path: source.path, line: source.lineOf(at), message: `${what} is in ${owner} already. Keep one of them.` },
      ];
    });
  });
}

function place(source: YamlSource, faults: readonly PlacedFault[]): FlowFault[] {
  return faults.map(({ place: at, message }) => ({ path: source.path, line: source.lineOf(at), message }));
}

function sortFaults(faults: readonly FlowFault[]): FlowFault[] {
  return [...faults].sort((a, b) => (a.path === b.path ? a.line - b.line : a.path < b.path ? -1 : 1));
}
