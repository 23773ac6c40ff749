import { InferenceSession } from 'onnxruntime-node';

/**
 * A session over a model file, its weights beside it (loading by path halves resident memory). Spinning is off: two engines
 * share the machine, and spinning threads take the cores from each other.
 */
export function createSession(modelFile: string, threads: number): Promise<InferenceSession> {
  return InferenceSession.create(modelFile, {
    executionProviders: ['cpu'],
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    graphOptimizationLevel: 'all',
    logSeverityLevel: 3,
    extra: { session: { intra_op: { allow_spinning: '0' } } },
  });
}
