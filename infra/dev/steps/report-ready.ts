import type { InferenceStatus } from '@guichet/protocol/inference-status';

export interface ReadyReport {
  gatewayUrl: string;
  inferenceUrl: string;
  bankUrl: string;
  dataFolder: string;
  status: InferenceStatus;
  took: number;
}

/** Prints where everything is, and what is missing. */
export function reportReady({ gatewayUrl, inferenceUrl, bankUrl, dataFolder, status, took }: ReadyReport): void {
  const engine = (name: string, { state, model, detail }: InferenceStatus['encoder']) =>
    `${name} ${model === null ? '' : `${model.name} `}${state}${detail === null ? '' : `: ${detail}`}`;
  process.stdout.write(`
Guichet is ready after ${(took / 1000).toFixed(1)} s

  Demo bank    ${gatewayUrl}/
  Inside it    ${bankUrl}/ (customers, codes by SMS, what happened)
  API          ${gatewayUrl}/docs
  Inference    ${inferenceUrl} (${engine('encoder', status.encoder)}; ${engine('generator', status.generator)})
  Keys, ids    ${dataFolder}/dev.json
  Logs         ${dataFolder}/logs

Stop with Ctrl-C.
`);
}
