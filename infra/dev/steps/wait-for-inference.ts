import type { InferenceStatus } from '@guichet/protocol/inference-status';
import { Stop } from '../bootstrap/stop.mjs';
import type { Step } from '../progress.ts';
import type { RunningInference } from './start-inference.ts';

const patienceMs = 90_000;
const pollMs = 150;

/** Waits until the encoder answers and the generator is ready or known to be missing. */
export async function waitForInference(
  inference: RunningInference,
  step: Step,
  logFile: string,
): Promise<InferenceStatus> {
  const deadline = Date.now() + patienceMs;
  while (Date.now() < deadline) {
    const status = await inference.status();
    if (status !== null && settled(status.encoder.state) && settled(status.generator.state)) return status;
    step.update(
      status === null
        ? 'waiting for the inference service'
        : `encoder ${status.encoder.state}, generator ${status.generator.state}`,
    );
    await new Promise((done) => setTimeout(done, pollMs));
  }
  throw new Stop(`The inference service did not become ready within ${patienceMs / 1000} s. Its log is ${logFile}.`);
}

function settled(state: string): boolean {
  return state === 'ready' || state === 'missing' || state === 'failed';
}
