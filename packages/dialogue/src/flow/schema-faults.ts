import type { z } from 'zod';

type Issue = z.core.$ZodIssue;

/** What a schema found wrong, in a sentence that says what to do; `place` is where in the file. */
export function schemaFaults(error: z.ZodError, prefix: readonly PropertyKey[] = []) {
  return error.issues.map((issue) => ({
    place: [...prefix, ...issue.path, ...extraKey(issue)],
    message: sentence(issue),
  }));
}

function extraKey(issue: Issue): PropertyKey[] {
  return issue.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : [];
}

function sentence(issue: Issue): string {
  const last = String(issue.path.at(-1) ?? 'file');
  if (issue.code === 'unrecognized_keys') {
    return `There is no key "${issue.keys[0]}" here. Take it out, or correct its spelling.`;
  }
  const missing = issue.code === 'invalid_type' && issue.message.endsWith('received undefined');
  if (missing && (last === 'en' || last === 'zh')) {
    return `The language "${last}" is missing. Every text needs both: { en: …, zh: … }.`;
  }
  if (missing) return `"${last}" is missing. Add it.`;
  if (issue.code === 'invalid_union') return `"${last}" has none of the forms it may have. See docs/flows.md.`;
  return `"${last}" is wrong: ${issue.message.replace(/^Invalid (?:input|key in record): /, '')}.`;
}
