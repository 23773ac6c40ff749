import { z } from 'zod';
import { Stop } from '../stop.ts';

const row = z.strictObject({
  text: z.string().min(1),
  lang: z.enum(['en', 'zh']),
  expect: z.strictObject({
    /** What the router should say first; none where the message is out of scope. */
    intents: z.array(z.string()),
    /** What would be right as well. */
    accept: z.array(z.string()).default([]),
    tags: z.array(z.string()).default([]),
  }),
});

export type EvaluationRow = z.infer<typeof row>;

/** Reads rows as JSON lines. Throws `Stop` naming the line that is wrong. */
export function readRows(text: string, file: string): EvaluationRow[] {
  const rows = text
    .split('\n')
    .flatMap((line, index) => (line.trim() === '' ? [] : [parseLine(line, `${file}:${index + 1}`)]));
  if (rows.length === 0) throw new Stop(`${file} holds no rows.`);
  return rows;
}

function parseLine(line: string, place: string): EvaluationRow {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw new Stop(`${place}: not JSON.`);
  }
  const parsed = row.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new Stop(`${place}: ${issue?.path.join('.') || 'row'}: ${issue?.message}`);
}
