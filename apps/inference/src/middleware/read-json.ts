import { CodedError } from '@guichet/protocol/coded-error';
import type { Context } from 'hono';
import type { z } from 'zod';

const longestBody = 1_000_000;

/**
 * The body as the schema has it. Throws `unsupported_media_type`, `payload_too_large`, `invalid_json`, `unknown_field` or
 * `invalid_request`, each naming what to change.
 */
export async function readJson<Schema extends z.ZodType>(c: Context, schema: Schema): Promise<z.output<Schema>> {
  const type = c.req.header('content-type') ?? '';
  if (!/^application\/json\s*(;|$)/i.test(type)) {
    throw new CodedError('unsupported_media_type', 'Send JSON with the header content-type: application/json.');
  }
  const parsed = schema.safeParse(parse(await readText(c)));
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  if (issue?.code === 'unrecognized_keys')
    throw new CodedError('unknown_field', `Unknown field: ${issue.keys.join(', ')}.`);
  throw new CodedError('invalid_request', `${issue?.path.join('.') || 'body'}: ${issue?.message ?? 'wrong'}.`);
}

async function readText(c: Context): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of c.req.raw.body ?? []) {
    size += chunk.byteLength;
    if (size > longestBody) throw new CodedError('payload_too_large', `The body is larger than ${longestBody} bytes.`);
    chunks.push(chunk);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks));
  } catch (cause) {
    throw new CodedError('invalid_json', 'The body is not valid UTF-8.', { cause });
  }
}

function parse(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    if (!isWellFormed(text))
      throw new CodedError('invalid_request', 'The body holds half a character (a lone surrogate).');
    return value;
  } catch (cause) {
    if (cause instanceof CodedError) throw cause;
    throw new CodedError('invalid_json', 'The body is not valid JSON.', { cause });
  }
}

/** Lone surrogates come in as escapes, since the bytes themselves would not be UTF-8. */
function isWellFormed(json: string): boolean {
  const escapes = json.match(/(?:\\u[0-9a-f]{4})+/gi) ?? [];
  return escapes.every((run) =>
    String.fromCharCode(
      ...run
        .slice(2)
        .split('\\u')
        .map((unit) => Number.parseInt(unit, 16)),
    ).isWellFormed(),
  );
}
