import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** How the server treats a request; all of it may change between requests. */
export interface FileServerManner {
  file: Uint8Array;
  /** Answers a range with the range. */
  ranges: boolean;
  etag: string | null;
  /** Breaks the connection after so many bytes of an answer. */
  cutAfter: number | null;
  /** Falls silent after so many bytes of an answer. */
  stallAfter: number | null;
  /** Answers a range with one that begins so many bytes later. */
  shift: number;
  /** Sends no answer's length. */
  chunked: boolean;
  status: number | null;
}

export interface FileServer {
  url: string;
  manner: FileServerManner;
  /** The headers of each request so far. */
  requests: IncomingMessage['headers'][];
}

/** Serves a file on this machine until the test is over. */
export async function startFileServer(file: Uint8Array, changes: Partial<FileServerManner> = {}): Promise<FileServer> {
  const usual = {
    ranges: true,
    etag: '"one"',
    cutAfter: null,
    stallAfter: null,
    shift: 0,
    chunked: false,
    status: null,
  };
  const manner: FileServerManner = { file, ...usual, ...changes };
  const requests: FileServer['requests'] = [];
  const server = createServer((request, response) => {
    requests.push(request.headers);
    answer(manner, request, response);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  onTestFinished(() => {
    server.closeAllConnections();
    return new Promise<void>((closed) => server.close(() => closed()));
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/file`, manner, requests };
}

function answer(manner: FileServerManner, { headers }: IncomingMessage, response: ServerResponse): void {
  const { file, ranges, etag, cutAfter, stallAfter, shift, chunked, status } = manner;
  if (status !== null) return void response.writeHead(status).end('no');
  const isSame = headers['if-range'] === undefined || headers['if-range'] === etag;
  const asked = /^bytes=(\d+)-$/.exec(headers.range ?? '')?.[1];
  const start = ranges && isSame && asked !== undefined ? Number(asked) + shift : 0;
  const body = file.subarray(start);
  if (etag !== null) response.setHeader('etag', etag);
  if (start > 0) response.setHeader('content-range', `bytes ${start}-${file.length - 1}/${file.length}`);
  if (!chunked) response.setHeader('content-length', body.length);
  response.writeHead(start > 0 ? 206 : 200);
  const stop = cutAfter ?? stallAfter;
  if (stop === null || stop >= body.length) return void response.end(body);
  response.write(body.subarray(0, stop), () => {
    // What was written must have left before the connection goes.
    if (cutAfter !== null) setTimeout(() => response.destroy(), 20);
  });
}
