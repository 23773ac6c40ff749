import { access, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import { storedGraph } from '../test/stored-graph.ts';
import { temporaryFolder } from '../test/temporary-folder.ts';
import { GraphWriter } from './graph-writer.ts';

describe('a graph writer', () => {
  it('writes a model that runs, with constants short and long, integer and float, scalar and list', async () => {
    const folder = await temporaryFolder();
    const writer = new GraphWriter(folder, 'weights.bin');
    writer.input('x', 'float32', ['N', 1_000]);
    writer.output('y', 'float32', ['N', 1]);
    const long = Float32Array.from({ length: 1_000 }, (_, index) => index);
    const weights = await writer.constant('weights', 'float32', [1_000, 1], long);
    const two = await writer.constant('two', 'float32', [], Float32Array.of(2));
    const axis = await writer.constant('axis', 'int64', [1], BigInt64Array.of(-1n));
    const product = writer.node('MatMul', ['x', weights], ['product']);
    const doubled = writer.node('Mul', [product, two], ['doubled']);
    writer.node('ReduceSum', [doubled, axis], ['y'], { attributes: { keepdims: 1 } });
    await writer.finish('model.onnx');
    const session = await InferenceSession.create(join(folder, 'model.onnx'), { logSeverityLevel: 3 });
    const { y } = await session.run({ x: new Tensor('float32', new Float32Array(2_000).fill(1), [2, 1_000]) });
    expect(y?.data).toEqual(Float32Array.of(999_000, 999_000));
    await session.release();
  });

  it('writes long constants from page boundaries on and keeps short ones in the model', async () => {
    const folder = await temporaryFolder();
    const writer = new GraphWriter(folder, 'weights.bin');
    await writer.constant('short', 'uint8', [256], new Uint8Array(256));
    await writer.constant('first', 'uint8', [5_000], new Uint8Array(5_000).fill(1));
    await writer.constant('second', 'uint8', [300], new Uint8Array(300).fill(2));
    await writer.finish('model.onnx');
    const { initializers } = await storedGraph(folder);
    expect(initializers.get('short')?.offset).toBeNaN();
    expect(initializers.get('first')).toMatchObject({ offset: 0, bytes: 5_000 });
    expect(initializers.get('second')).toMatchObject({ offset: 8_192, bytes: 300 });
    const stored = await readFile(join(folder, 'weights.bin'));
    expect([stored[4_999], stored[5_000], stored[8_192]]).toEqual([1, 0, 2]);
  });

  it('stores an array once that is given under two names', async () => {
    const folder = await temporaryFolder();
    const writer = new GraphWriter(folder, 'weights.bin');
    const shared = new Float32Array(100);
    await writer.constant('flat', 'float32', [100], shared);
    await writer.constant('square', 'float32', [10, 10], shared);
    await writer.constant('apart', 'float32', [100], new Float32Array(100));
    await writer.finish('model.onnx');
    const { initializers } = await storedGraph(folder);
    expect(initializers.get('square')).toMatchObject({ dims: [10, 10], offset: initializers.get('flat')?.offset });
    expect(initializers.get('apart')?.offset).not.toBe(initializers.get('flat')?.offset);
  });

  it('writes no model where it is abandoned', async () => {
    const folder = await temporaryFolder();
    const writer = new GraphWriter(folder, 'weights.bin');
    await writer.constant('long', 'uint8', [5_000], new Uint8Array(5_000));
    await writer.abandon();
    await expect(access(join(folder, 'model.onnx'))).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('fails with the error of the file system where it cannot write', async () => {
    const folder = join(await temporaryFolder(), 'file');
    await writeFile(folder, '');
    const writer = new GraphWriter(folder, 'weights.bin');
    const written = writer.constant('long', 'uint8', [5_000], new Uint8Array(5_000));
    await expect(written).rejects.toMatchObject({ code: 'ENOTDIR' });
  });
});
