// The demo bank's own system, as a process of its own: what an institution would run behind its firewall. Started by `npm start`.
import { createServer } from 'node:http';
import { createBank } from './bank.ts';
import { handleRequest } from './handle-request.ts';

export interface DemoBankOptions {
  host: string;
  port: number;
  /** Where the bank keeps its books. */
  stateFile: string;
  /** `whsec_…`: signs what the platform sends. */
  actionsSecret: string;
  /** Signs identity tokens: a private JWK of the curve P-256. */
  identityKey: Record<string, string>;
  audience: string;
  /** The website that may ask for tokens. */
  siteOrigin: string;
}

const options: DemoBankOptions = JSON.parse(process.argv[2] ?? '{}');
process.on('disconnect', () => process.exit(0));
process.on('SIGTERM', () => process.exit(0));

const bank = createBank({ stateFile: options.stateFile, now: () => Date.now() });
const server = createServer((request, response) => void handleRequest({ bank, options, request, response }));
server.on('error', (error) => {
  process.send?.(error.message);
  process.exit(1);
});
server.listen(options.port, options.host, () => process.send?.('ready'));
