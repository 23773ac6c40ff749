// What both Workers fetch from: an answer of the encoder's size, at once. A process of its own, so that it takes no time from the client.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const answer = JSON.stringify({
  model: { name: 'bench', version: '1' },
  thresholds: { reject: 0.9, accept: { en: 0.5, zh: 0.5 } },
  results: [
    {
      language: { en: 1, zh: 0, other: 0 },
      intents: [{ intent: 'card_arrival', confidence: 0.9 }],
      rejectScore: 0.1,
      urgency: 0,
      complaint: 0,
      embedding: Array.from({ length: 384 }, (_, place) => Math.sin(place) / 14),
      truncated: false,
    },
  ],
});

const server = createServer((request, response) => {
  request.resume();
  request.on('end', () => response.writeHead(200, { 'content-type': 'application/json' }).end(answer));
}).listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
