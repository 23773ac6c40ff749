import { join } from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { GeneratorBlock } from '../manifest.ts';

type Shape = Pick<GeneratorBlock, 'layers' | 'kvHeads' | 'headDim'>;
type Feeds = Record<string, Tensor>;

/** Which experts a row uses and how much. */
export interface Mixture {
  experts: readonly number[];
  gates: readonly number[];
}

/** A built graph with its key-value cache, for one row of tokens at a time. */
export interface GraphRun {
  session: InferenceSession;
  /** Feeds tokens onto the cache; gives the last one's logits. */
  feed(ids: readonly number[], mixture?: Mixture): Promise<Float32Array>;
  /** Forgets the tokens fed. */
  reset(): void;
  release(): Promise<void>;
}

/** Opens the graph in a folder. */
export async function openGraph(folder: string, shape: Shape, threads = 1): Promise<GraphRun> {
  const session = await InferenceSession.create(join(folder, 'model.onnx'), {
    intraOpNumThreads: threads,
    logSeverityLevel: 3,
    extra: { session: { intra_op: { allow_spinning: '0' } } },
  });
  let length = 0;
  let past = emptyCache(shape);
  return {
    session,
    async feed(ids, mixture) {
      length += ids.length;
      const outputs = await session.run({
        input_ids: new Tensor('int64', BigInt64Array.from(ids, BigInt), [1, ids.length]),
        seqlens_k: new Tensor('int32', Int32Array.of(length - 1), [1]),
        total_len: new Tensor('int32', Int32Array.of(length), []),
        ...past,
        ...(mixture === undefined ? {} : mixtureFeeds(mixture)),
      });
      past = Object.fromEntries(
        Object.keys(past).map((name) => [name, tensorOf(outputs, name.replace('past', 'present'))]),
      );
      return floatsOf(outputs, 'logits');
    },
    reset() {
      length = 0;
      past = emptyCache(shape);
    },
    release: () => session.release(),
  };
}

/** Caches of no tokens for a batch of one. */
export function emptyCache({ layers, kvHeads, headDim }: Shape): Feeds {
  const empty = () => new Tensor('float32', new Float32Array(), [1, kvHeads, 0, headDim]);
  return Object.fromEntries(
    Array.from({ length: layers }, (_, layer) => ['k', 'v'].map((part) => [`past.${layer}.${part}`, empty()])).flat(),
  );
}

function mixtureFeeds({ experts, gates }: Mixture): Feeds {
  const count = experts.length;
  return {
    experts: new Tensor('int64', BigInt64Array.from(experts, BigInt), [1, count]),
    gates: new Tensor('float32', Float32Array.from(gates), [1, count, 1, 1]),
  };
}

function tensorOf(outputs: InferenceSession.OnnxValueMapType, name: string): Tensor {
  const tensor = outputs[name];
  if (!(tensor instanceof Tensor)) throw new Error(`The graph gave no ${name}.`);
  return tensor;
}

function floatsOf(outputs: InferenceSession.OnnxValueMapType, name: string): Float32Array {
  const { data } = tensorOf(outputs, name);
  if (!(data instanceof Float32Array)) throw new Error(`${name} is no float32.`);
  return data;
}
