import { CodedError } from '@guichet/protocol/coded-error';
import type { HonoRequest, MiddlewareHandler } from 'hono';
import type { GatewayEnv } from '../gateway-variables.ts';

export interface ReadBodyOptions {
  /** Default 64 kB: the longest message, escaped, with room. */
  maxBytes?: number;
  /** Deepest nesting taken. No request of ours goes deeper than four. */
  maxDepth?: number;
  /** Whether a request may come without a body; it then reads as `{}`. */
  optional?: boolean;
}

// So much of a body that is too large is read and thrown away: a connection closed in the middle of one would take the caller's next
// request down with it. Beyond, the connection is given up.
const drainedBytes = 8_000_000;

/**
 * Reads a JSON body with a limit before anything parses it. Throws `unsupported_media_type`, `payload_too_large` and
 * `invalid_json`, each saying what to change.
 */
export function readBody(options: ReadBodyOptions = {}): MiddlewareHandler<GatewayEnv> {
  const { maxBytes = 64_000, maxDepth = 32, optional = false } = options;
  return async (c, next) => {
    const bytes = await readBytes(c.req.raw, maxBytes);
    if (bytes.byteLength === 0 && optional) {
      c.req.raw = withEmptyObject(c.req.raw);
      return next();
    }
    requireJson(c.req.header('content-type'));
    const text = decode(bytes);
    requireShallow(text, maxDepth);
    requireSyntax(text);
    keepText(c.req, text);
    await next();
  };
}

function withEmptyObject(request: Request): Request {
  const headers = new Headers(request.headers);
  headers.set('content-type', 'application/json');
  return new Request(request, { body: '{}', headers });
}

/** Lets Hono's `json()` find the text that was read; a second request around it would cost more than all checks here. */
function keepText(request: HonoRequest, text: string): void {
  // Hono keeps promises there, whatever its type says.
  request.bodyCache.text = Promise.resolve(text) as never;
}

function requireJson(contentType: string | undefined): void {
  if (/^application\/json\s*(?:;|$)/i.test(contentType ?? '')) return;
  throw new CodedError('unsupported_media_type', 'Send JSON with the header content-type: application/json.');
}

async function readBytes(request: Request, maxBytes: number): Promise<Uint8Array> {
  const tooLarge = () => new CodedError('payload_too_large', `The body is larger than ${maxBytes} bytes.`);
  const announced = Number(request.headers.get('content-length') ?? Number.NaN);
  if (announced > drainedBytes) throw tooLarge();
  // HTTP holds a body to its announced length, and one trip into the runtime is cheaper than a stream.
  if (announced <= maxBytes) return new Uint8Array(await request.arrayBuffer());
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength;
    if (size > drainedBytes) throw tooLarge();
    if (size <= maxBytes) chunks.push(chunk);
  }
  if (size > maxBytes) throw tooLarge();
  return join(chunks, size);
}

function join(chunks: readonly Uint8Array[], size: number): Uint8Array {
  const bytes = new Uint8Array(size);
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return bytes;
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes);
  } catch (cause) {
    throw new CodedError('invalid_json', 'The body is not valid UTF-8.', { cause });
  }
}

/** Brackets are counted outside of strings, before any parser recurses into them. */
function requireShallow(text: string, maxDepth: number): void {
  let depth = 0;
  for (const { 0: token } of text.matchAll(/"(?:[^"\\]|\\.)*"|[[\]{}]/gs)) {
    if (token === '{' || token === '[') depth += 1;
    else if (token === '}' || token === ']') depth -= 1;
    if (depth > maxDepth) throw new CodedError('invalid_json', `The body is nested deeper than ${maxDepth} levels.`);
  }
}

function requireSyntax(text: string): void {
  try {
    JSON.parse(text);
  } catch (cause) {
    throw new CodedError('invalid_json', 'The body is not valid JSON.', { cause });
  }
}
