import { createServer } from 'node:net';
import { Stop } from './bootstrap/stop.mjs';

/** Throws `Stop` where the port cannot be listened on, with the option that chooses another one. */
export async function requireFreePort(host: string, port: number, option: string): Promise<void> {
  const code = await tryPort(host, port);
  if (code === null) return;
  if (code === 'EADDRINUSE') {
    throw new Stop(
      `Port ${port} is in use by another program. Stop it, or choose another port: npm start -- ${option} ${port + 10}`,
    );
  }
  if (code === 'EACCES')
    throw new Stop(
      `Port ${port} needs more rights than this user has. Choose one above 1024: npm start -- ${option} 8787`,
    );
  throw new Stop(`${host}:${port} cannot be listened on (${code}). Check --host and ${option}.`);
}

function tryPort(host: string, port: number): Promise<string | null> {
  const server = createServer();
  return new Promise((done) => {
    server.once('error', (error: NodeJS.ErrnoException) => done(error.code ?? 'unknown'));
    server.listen({ host, port, exclusive: true }, () => server.close(() => done(null)));
  });
}
