import { type Document, isMap, isNode, isPair, isScalar, LineCounter, parseDocument } from 'yaml';

/** A YAML file that was read, with the way back from a value to its line. */
export interface YamlSource {
  path: string;
  value: unknown;
  /** The line, from 1, of the value at this place; of the nearest thing around it where it is missing. */
  lineOf(place: readonly PropertyKey[]): number;
}

/** Something wrong in a file, and what to do about it. */
export interface FlowFault {
  path: string;
  /** From 1. */
  line: number;
  message: string;
}

const longest = 100_000;

/** Reads one file. No anchors, aliases, tags or repeated keys: a short file stays short, and says everything once. */
export function readYaml(path: string, content: string): YamlSource | FlowFault {
  if (content.length > longest)
    return { path, line: 1, message: `The file is longer than ${longest} characters. Split it.` };
  if (!content.isWellFormed() || content.includes('\0')) {
    return {
      path,
      line: 1,
      message: 'The file is not clean text: it holds NUL or half a character. Save it as UTF-8.',
    };
  }
  try {
    return parse(path, content);
  } catch {
    return { path, line: 1, message: 'The file is nested too deeply or uses an alias. Write every value out, once.' };
  }
}

function parse(path: string, content: string): YamlSource | FlowFault {
  const lines = new LineCounter();
  const document = parseDocument(content, {
    lineCounter: lines,
    prettyErrors: false,
    logLevel: 'error',
    version: '1.2',
  });
  const [error] = [...document.errors, ...document.warnings];
  if (error !== undefined) {
    return {
      path,
      line: lines.linePos(error.pos[0]).line || 1,
      message: `This is not valid YAML: ${firstSentence(error.message)}`,
    };
  }
  const value: unknown = document.toJS({ maxAliasCount: 0 });
  return { path, value, lineOf: (place) => lineOf(document, lines, place) };
}

function firstSentence(message: string): string {
  const [sentence = message] = message.split('\n');
  return /[.!]$/.test(sentence) ? sentence : `${sentence}.`;
}

function lineOf(document: Document, lines: LineCounter, place: readonly PropertyKey[]): number {
  for (let length = place.length; length > 0; length -= 1) {
    const offset = keyOffset(document, place.slice(0, length));
    if (offset !== undefined) return lines.linePos(offset).line;
  }
  return 1;
}

/** Where the key of that place stands, or the entry of a list. */
function keyOffset(document: Document, place: readonly PropertyKey[]): number | undefined {
  const parent = place.length === 1 ? document.contents : document.getIn(place.slice(0, -1), true);
  const last = place.at(-1);
  if (isMap(parent)) {
    const pair = parent.items.find((item) => isPair(item) && isScalar(item.key) && item.key.value === last);
    return isNode(pair?.key) ? pair.key.range?.[0] : undefined;
  }
  const node = document.getIn(place, true);
  return isNode(node) ? node.range?.[0] : undefined;
}
