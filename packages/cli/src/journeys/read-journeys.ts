import { LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { Stop } from '../stop.ts';
import { type Journey, journeyFile } from './journey-schema.ts';

/** A journey with its place. */
export interface PlacedJourney {
  file: string;
  line: number;
  journey: Journey;
}

/** Reads a file of journeys. Throws `Stop` naming the line that is wrong. */
export function readJourneys(text: string, file: string): PlacedJourney[] {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const lineOf = (path: readonly PropertyKey[]): number => {
    for (let length = path.length; length >= 0; length -= 1) {
      const node: unknown = document.getIn(path.slice(0, length), true);
      const start = (node as { range?: [number, number, number] } | undefined)?.range?.[0];
      if (start !== undefined) return lines.linePos(start).line;
    }
    return 1;
  };
  const [error] = document.errors;
  if (error !== undefined) throw new Stop(`${file}:${lines.linePos(error.pos[0]).line}: ${error.message}`);
  const parsed = journeyFile.safeParse(document.toJS());
  if (parsed.success) return parsed.data.map((journey, index) => ({ file, line: lineOf([index]), journey }));
  const [issue] = parsed.error.issues;
  throw new Stop(`${file}:${lineOf(issue?.path ?? [])}: ${z.prettifyError(parsed.error).split('\n')[0]}`);
}
