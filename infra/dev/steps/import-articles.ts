import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type ArticleFile, type ImportReport, importReport } from '@guichet/protocol/article';
import { Stop } from '../bootstrap/stop.mjs';

/** Sends a folder of article files to the gateway, as an institution would with its own. */
export async function importArticles(gateway: string, secretKey: string, folder: string): Promise<ImportReport> {
  const response = await fetch(`${gateway}/v1/articles/import`, {
    method: 'POST',
    headers: { authorization: `Bearer ${secretKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ files: await articleFiles(folder) }),
    signal: AbortSignal.timeout(300_000),
  });
  const body: unknown = await response.json();
  if (response.ok) return importReport.parse(body);
  throw new Stop(`The demo bank's articles could not be imported: ${JSON.stringify(body).slice(0, 2_000)}`);
}

async function articleFiles(folder: string): Promise<ArticleFile[]> {
  const names = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.md')).sort();
  return Promise.all(names.map(async (name) => ({ path: name, content: await readFile(join(folder, name), 'utf8') })));
}
