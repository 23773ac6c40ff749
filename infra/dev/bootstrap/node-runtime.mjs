import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './paths.mjs';
import { Stop } from './stop.mjs';

// From 22.18 Node runs TypeScript files directly; wrangler needs 22.12.
const oldest = [22, 18];

/** A Node that can run the platform: the running one where it is new enough, else the one that the packages brought. */
export function nodeRuntime() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > oldest[0] || (major === oldest[0] && minor >= oldest[1])) return process.execPath;
  const bundled = join(root, `node_modules/node-${process.platform}-${process.arch}/bin/node`);
  if (existsSync(bundled)) return bundled;
  throw new Stop(
    `Node ${process.versions.node} is too old here and no newer one could be installed with the packages. Install Node ${oldest.join('.')} or newer.`,
  );
}
