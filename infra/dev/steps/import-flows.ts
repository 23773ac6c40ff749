import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type FlowImportReport, flowImportReport } from '@guichet/protocol/flow';
import { Stop } from '../bootstrap/stop.mjs';

/** Sends a folder of flow files to the gateway, as an institution would with its own. */
export async function importFlows(gateway: string, secretKey: string, folder: string): Promise<FlowImportReport> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.yaml')).sort();
  const files = await Promise.all(
    names.map(async (name) => ({ path: name, content: await readFile(join(folder, name), 'utf8') })),
  );
  const response = await fetch(`${gateway}/v1/flows/import`, {
    method: 'POST',
    headers: { authorization: `Bearer ${secretKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ files }),
    signal: AbortSignal.timeout(60_000),
  });
  const body: unknown = await response.json();
  if (response.ok) return flowImportReport.parse(body);
  throw new Stop(`The demo bank's flows could not be imported: ${JSON.stringify(body).slice(0, 2_000)}`);
}
