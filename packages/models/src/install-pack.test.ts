import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, mkdir, readdir, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { type InstallPackOptions, installPack } from './install-pack.ts';
import { openPack } from './open-pack.ts';
import type { PackEntry, PackSource } from './pack-catalogue.ts';
import { PackError } from './pack-error.ts';
import { type FileServer, startFileServer } from './test/file-server.ts';
import { temporaryFolder } from './test/temporary-folder.ts';
import { tinyEntry } from './test/tiny-entry.ts';
import { tinyContent, tinyGguf } from './test/tiny-model.ts';
import { writeGguf } from './test/write-gguf.ts';

const file = tinyGguf();
const entry = tinyEntry(file);
const patience = { connectMs: 2_000, silenceMs: 2_000, silentSourceMs: 5_000 };
const nobody: PackSource = { kind: 'http', name: 'nobody', url: 'http://127.0.0.1:1/file' };

function serverSource(server: FileServer, name = 'the server'): PackSource {
  return { kind: 'http', name, url: server.url };
}

async function install(sources: PackSource[], changes: Partial<InstallPackOptions> = {}) {
  const packsFolder = changes.packsFolder ?? (await temporaryFolder());
  return { packsFolder, ...(await installPack({ entry, packsFolder, sources, patience, ...changes })) };
}

async function failure(installing: Promise<unknown>): Promise<PackError> {
  const error = await installing.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (error instanceof PackError) return error;
  throw new Error('no PackError', { cause: error });
}

const exists = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  );

describe('installing a pack', () => {
  it('fetches, checks and builds it, and leaves nothing else behind', async () => {
    const { packsFolder, folder, installed } = await install([serverSource(await startFileServer(file))]);
    expect(installed).toBe(true);
    expect((await openPack(folder, { verify: true })).manifest.name).toBe('tiny');
    expect((await readdir(packsFolder)).sort()).toEqual(['tiny', 'tiny.lock']);
    expect((await readdir(folder)).sort()).toEqual(['manifest.json', 'model.onnx', 'tokenizer.json', 'weights.bin']);
  });

  it('tells how far it is, phase by phase', async () => {
    const phases: string[] = [];
    await install([serverSource(await startFileServer(file))], {
      onProgress: ({ phase, source, doneBytes, totalBytes }) => {
        expect(doneBytes).toBeLessThanOrEqual(totalBytes);
        if (phases.at(-1) !== `${phase} ${source}`) phases.push(`${phase} ${source}`);
      },
    });
    expect(phases).toEqual(['download the server', 'verify null', 'build null']);
  });

  it('does nothing where this version is there', async () => {
    const { packsFolder } = await install([serverSource(await startFileServer(file))]);
    expect(await installPack({ entry, packsFolder, sources: [] })).toMatchObject({ installed: false });
  });

  it('replaces an older version and one with a damaged file', async () => {
    const sources = [serverSource(await startFileServer(file))];
    const { packsFolder, folder } = await install(sources);
    const newer: PackEntry = { ...entry, about: { ...entry.about, version: '2' } };
    expect(await install(sources, { packsFolder, entry: newer })).toMatchObject({ installed: true });
    expect((await openPack(folder)).manifest.version).toBe('2');
    await truncate(join(folder, 'weights.bin'), 100);
    expect(await install(sources, { packsFolder, entry: newer })).toMatchObject({ installed: true });
    await openPack(folder, { verify: true });
  });

  it('takes a file of that name in the packs folder before it asks anybody, and leaves it there', async () => {
    const packsFolder = await temporaryFolder();
    await writeFile(join(packsFolder, 'tiny.gguf'), file);
    await install([nobody], { packsFolder, offline: true });
    expect(await readdir(packsFolder)).toEqual(['tiny', 'tiny.gguf', 'tiny.lock']);
  });

  it('goes to the next source where one is down, has another file, or breaks off', async () => {
    const wrong = file.map((byte) => byte ^ 1);
    const { packsFolder, folder } = await install([
      nobody,
      serverSource(await startFileServer(file, { status: 404 })),
      serverSource(await startFileServer(wrong)),
      serverSource(await startFileServer(file, { ranges: false, cutAfter: 5_000 })),
      serverSource(await startFileServer(file)),
    ]);
    await openPack(folder, { verify: true });
    expect(await readdir(packsFolder)).toEqual(['tiny', 'tiny.lock']);
  });
});

describe('an installation that fails', () => {
  it('names each source with its reason', async () => {
    const down = serverSource(await startFileServer(file, { status: 503 }), 'the hub');
    const error = await failure(install([nobody, down]));
    expect(error.code).toBe('source_unavailable');
    expect(error.message).toMatch(
      /^tiny could not be fetched \(.*tiny\.gguf: not there; nobody: .+; the hub: .*503.*\)/,
    );
    expect(error.message).toMatch(/start again\.$/);
  });

  it('asks nobody while it is offline', async () => {
    const server = await startFileServer(file);
    const error = await failure(install([serverSource(server)], { offline: true }));
    expect(error).toMatchObject({ code: 'source_unavailable', message: expect.not.stringContaining('the server') });
    expect(server.requests).toEqual([]);
  });

  it('keeps nothing of a file with a wrong checksum', async () => {
    const packsFolder = await temporaryFolder();
    const wrong = serverSource(await startFileServer(file.map((byte) => byte ^ 1)));
    const error = await failure(install([wrong], { packsFolder }));
    expect(error).toMatchObject({
      code: 'source_unavailable',
      message: expect.stringContaining('not the expected one'),
    });
    expect(await readdir(packsFolder)).toEqual(['tiny.lock']);
  });

  it.each([
    ['corrupt', writeGguf({ fields: {}, tensors: [] }).fill(7)],
    ['truncated', file.slice(0, -5_000)],
    ['unknown_architecture', tinyGguf({ architecture: 'mamba' })],
    ['corrupt', writeGguf({ ...tinyContent(), tensors: tinyContent().tensors.slice(3) })],
  ])('leaves no pack where the file itself is %s', async (code, bad) => {
    const packsFolder = await temporaryFolder();
    const sources = [serverSource(await startFileServer(bad))];
    const error = await failure(install(sources, { packsFolder, entry: tinyEntry(bad) }));
    expect(error.code).toBe(code);
    // What was fetched may stay: it is the file that the catalogue names.
    expect((await readdir(packsFolder)).filter((name) => !/^tiny\.(lock|part)/.test(name))).toEqual([]);
  });

  it('says how much room is missing', async () => {
    const huge: PackEntry = { ...entry, file: { ...entry.file, bytes: 1e15 } };
    const error = await failure(install([nobody], { entry: huge }));
    expect(error).toMatchObject({
      code: 'no_space',
      message: expect.stringMatching(/4000000000 MB are needed.*Free some/),
    });
  });

  it('names a folder that is none', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'packs'), 'a file');
    const error = await failure(install([nobody], { packsFolder: join(folder, 'packs') }));
    expect(error).toMatchObject({ code: 'not_writable', message: expect.stringContaining('permissions') });
  });

  it('ends a download at once when it is stopped, and goes on from there', async () => {
    const packsFolder = await temporaryFolder();
    const server = await startFileServer(file, { stallAfter: 20_000 });
    const stopper = new AbortController();
    const onProgress = ({ doneBytes }: { doneBytes: number }) => doneBytes >= 20_000 && stopper.abort();
    const sources = [serverSource(server)];
    const error = await failure(install(sources, { packsFolder, signal: stopper.signal, onProgress }));
    expect(error.code).toBe('cancelled');
    expect((await stat(join(packsFolder, 'tiny.part'))).size).toBe(20_000);
    server.manner.stallAfter = null;
    await install(sources, { packsFolder });
    expect(server.requests.at(-1)?.range).toBe('bytes=20000-');
  });

  it('ends a build when it is stopped, and need not download again', async () => {
    const packsFolder = await temporaryFolder();
    const stopper = new AbortController();
    const onProgress = ({ phase }: { phase: string }) => phase === 'build' && stopper.abort();
    const sources = [serverSource(await startFileServer(file))];
    const error = await failure(install(sources, { packsFolder, signal: stopper.signal, onProgress }));
    expect(error.code).toBe('cancelled');
    expect(await exists(join(packsFolder, 'tiny'))).toBe(false);
    await install([], { packsFolder, offline: true });
    await openPack(join(packsFolder, 'tiny'), { verify: true });
  });

  it('asks a source anew where what lay there already was wrong', async () => {
    const packsFolder = await temporaryFolder();
    await writeFile(join(packsFolder, 'tiny.part'), new Uint8Array(10_000));
    const server = await startFileServer(file);
    await install([serverSource(server)], { packsFolder });
    expect(server.requests.map((headers) => headers.range)).toEqual(['bytes=10000-', undefined]);
  });
});

describe('installers that are killed or meet', () => {
  const start = (url: string, packsFolder: string) => {
    const program = join(import.meta.dirname, 'test/install-tiny.ts');
    const words = [program, url, packsFolder, join(packsFolder, '../progress')];
    const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'inherit'] });
    onTestFinished(() => void child.kill('SIGKILL'));
    let output = '';
    child.stdout.on('data', (chunk) => {
      output += chunk;
    });
    return { child, result: once(child, 'close').then(() => output) };
  };
  const packsIn = async () => {
    const packsFolder = join(await temporaryFolder(), 'packs');
    await mkdir(packsFolder);
    return packsFolder;
  };

  it('goes on where a killed one stopped', async () => {
    const packsFolder = await packsIn();
    const server = await startFileServer(file, { stallAfter: 30_000 });
    const { child, result } = start(server.url, packsFolder);
    await vi.waitFor(async () => expect((await stat(join(packsFolder, 'tiny.part'))).size).toBe(30_000), 5_000);
    child.kill('SIGKILL');
    await result;
    expect(await exists(join(packsFolder, 'tiny'))).toBe(false);
    server.manner.stallAfter = null;
    const { installed, folder } = await install([serverSource(server)], { packsFolder });
    expect(installed).toBe(true);
    expect(server.requests.at(-1)).toMatchObject({ range: 'bytes=30000-', 'if-range': '"one"' });
    await openPack(folder, { verify: true });
  });

  it('lets one do the work where three begin at once', async () => {
    const packsFolder = await packsIn();
    const server = await startFileServer(file);
    const results = await Promise.all([1, 2, 3].map(() => start(server.url, packsFolder).result));
    expect(results.map((text) => JSON.parse(text).installed).sort()).toEqual([false, false, true]);
    expect(server.requests.length).toBe(1);
    await openPack(join(packsFolder, 'tiny'), { verify: true });
  });

  it('clears what a killed one left of its build', async () => {
    const packsFolder = await packsIn();
    await mkdir(join(packsFolder, 'tiny.building'));
    await writeFile(join(packsFolder, 'tiny.building/manifest.json'), '{}');
    await install([serverSource(await startFileServer(file))], { packsFolder });
    expect(await readdir(packsFolder)).toEqual(['tiny', 'tiny.lock']);
  });
});
