import { join } from 'node:path';
import { type InferenceStatus, inferenceStatus } from '@guichet/protocol/inference-status';
import { root } from '../bootstrap/paths.mjs';
import type { StartOptions } from '../options.ts';
import { type SupervisedProcess, supervise } from '../supervised-process.ts';

export interface RunningInference {
  process: SupervisedProcess;
  url: string;
  /** What the service says of itself, or `null` while it does not answer. */
  status(): Promise<InferenceStatus | null>;
}

/** Starts the inference service with its two engines; it comes back by itself when killed. */
export function startInference(options: StartOptions, token: string, generatorFolder: string | null): RunningInference {
  const url = `http://${options.host}:${options.inferencePort}`;
  const process = supervise({
    name: 'inference',
    program: [join(root, 'apps/inference/src/main.ts')],
    environment: {
      ...inherited(),
      GUICHET_HOST: options.host,
      GUICHET_PORT: String(options.inferencePort),
      GUICHET_SERVICE_TOKEN: token,
      GUICHET_ENCODER_PACK: join(root, 'models/encoder'),
      ...(generatorFolder === null ? {} : { GUICHET_GENERATOR_PACK: generatorFolder }),
      GUICHET_ENGINE_THREADS: String(options.threads),
    },
    logFile: join(options.dataFolder, 'logs/inference.log'),
    echo: options.verbose,
  });
  return { process, url, status: () => readStatus(url, token) };
}

function inherited(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

async function readStatus(url: string, token: string): Promise<InferenceStatus | null> {
  try {
    const response = await fetch(`${url}/v1/status`, {
      headers: { authorization: `Bearer ${token}` },
      signal: AbortSignal.timeout(2_000),
    });
    return response.ok ? inferenceStatus.parse(await response.json()) : null;
  } catch {
    return null;
  }
}
