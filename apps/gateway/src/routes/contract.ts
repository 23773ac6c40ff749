import { CodedError } from '@guichet/protocol/coded-error';
import { type ErrorCode, errorBody, errorCatalogue } from '@guichet/protocol/errors';
import type { z } from '@hono/zod-openapi';

/** An answer of JSON in a route's contract. */
export function json<Schema extends z.ZodType>(schema: Schema, description: string) {
  return { description, content: { 'application/json': { schema } } };
}

const everywhere: ErrorCode[] = ['internal', 'database_unavailable'];
const withKey: ErrorCode[] = ['unauthenticated', 'forbidden'];
const withBody: ErrorCode[] = [
  'invalid_json',
  'invalid_request',
  'unknown_field',
  'payload_too_large',
  'unsupported_media_type',
];

export interface RefusalOptions {
  body?: boolean;
  codes?: ErrorCode[];
}

/** The error answers of a route behind a key, by status, each naming its codes. */
export function refusals({ body = false, codes = [] }: RefusalOptions = {}) {
  const all = [...everywhere, ...withKey, ...(body ? withBody : []), ...codes];
  const byStatus = Map.groupBy(all, (code) => errorCatalogue[code].status);
  return Object.fromEntries([...byStatus].map(([status, named]) => [status, json(errorBody, named.join(', '))]));
}

/** The first fault of a request in words of ours; the hook that every route shares. */
export function refuseInvalid(result: { success: boolean; error?: z.ZodError }): void {
  if (result.success) return;
  const issues = result.error?.issues ?? [];
  const unknown = issues.find((issue) => issue.code === 'unrecognized_keys');
  if (unknown !== undefined) {
    throw new CodedError('unknown_field', `Unknown field: ${unknown.keys.map(shorten).join(', ')}.`);
  }
  const [issue] = issues.map(closestFault);
  const place = issue?.path.map((part) => shorten(String(part))).join('.') || 'body';
  throw new CodedError('invalid_request', `${place}: ${issue === undefined ? 'wrong' : fault(issue.message)}.`);
}

type Issue = z.core.$ZodIssue;

/** Of a field that may be several things, the fault of the kind that was meant: the one that got further than "not this kind". */
function closestFault(issue: Issue): Issue {
  if (issue.code !== 'invalid_union') return issue;
  const kinds = issue.errors.map((faults) => faults.map(closestFault)[0] ?? issue);
  const closest = kinds.find(({ code, path }) => code !== 'invalid_type' || path.length > 0) ?? issue;
  return closest === issue ? issue : { ...closest, path: [...issue.path, ...closest.path] };
}

/** The validator's words, without its own for a field that is not there. */
function fault(message: string): string {
  return message.endsWith('received undefined') ? 'is missing' : message;
}

function shorten(name: string): string {
  return name.length > 60 ? `${name.slice(0, 60)}…` : name;
}
