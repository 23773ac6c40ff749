import { createServer, request as send } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * Stands in front of the inference service and holds each request for a while before passing it on, as a network of that round
 * trip would. Answers stream through as they come. Gives back the address to use instead.
 */
export async function delayInference(url: string, delayMs: number): Promise<string> {
  const server = createServer((incoming, outgoing) => {
    const { method, headers } = incoming;
    const pass = () => {
      const onward = send(new URL(incoming.url ?? '/', url), { method, headers }, (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      });
      onward.on('error', () => outgoing.destroy());
      // A caller that has gone is no longer answered; a finished call's connection may already carry another.
      outgoing.on('close', () => outgoing.writableFinished || onward.destroy());
      incoming.pipe(onward);
    };
    setTimeout(pass, delayMs);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
