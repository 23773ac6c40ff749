import { readFile, stat } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import { type Request, Response } from 'miniflare';

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.json': 'application/json',
  '.txt': 'text/plain; charset=utf-8',
};

/**
 * Serves the demo bank's website in the place of Workers assets: `/` and folders give their `index.html`. Pages get the
 * tenant's publishable key in place of `%PUBLISHABLE_KEY%`, and the address of the bank's own system in place of `%BANK_URL%`.
 */
export function serveSite(
  folder: string,
  publishableKey: string,
  bankUrl = '',
): (request: Request) => Promise<Response> {
  return async (request) => {
    const file = await locate(folder, decodePath(new URL(request.url).pathname));
    if (file === null) return new Response('Not found', { status: 404 });
    const headers = { 'content-type': types[extname(file)] ?? 'application/octet-stream', 'cache-control': 'no-cache' };
    if (!file.endsWith('.html')) return new Response(await readFile(file), { headers });
    const page = await readFile(file, 'utf8');
    const filled = page.replaceAll('%PUBLISHABLE_KEY%', publishableKey).replaceAll('%BANK_URL%', bankUrl);
    return new Response(filled, { headers });
  };
}

/** Escapes that are none stand for themselves. */
function decodePath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

async function locate(folder: string, path: string): Promise<string | null> {
  const wanted = normalize(join(folder, path));
  if (wanted !== normalize(folder) && !wanted.startsWith(normalize(folder) + sep)) return null;
  for (const file of [wanted, join(wanted, 'index.html'), `${wanted}.html`]) {
    const entry = await stat(file).catch(() => null);
    if (entry?.isFile()) return file;
  }
  return null;
}
