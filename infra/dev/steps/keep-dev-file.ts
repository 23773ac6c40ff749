import type { DevFile } from '../dev-file.ts';
import type { DevelopmentKeys } from '../keys.ts';
import type { RunningBank } from './start-bank.ts';
import type { RunningGateway } from './start-gateway.ts';
import type { RunningInference } from './start-inference.ts';

export interface KeepDevFileOptions {
  devFile: DevFile;
  gatewayUrl: string;
  gateway: RunningGateway;
  inference: RunningInference;
  bank: RunningBank;
  keys: DevelopmentKeys;
}

const intervalMs = 500;

/** Keeps dev.json true while processes come and go; gives back a function that ends it. */
export function keepDevFile(options: KeepDevFileOptions): () => void {
  const { devFile, gatewayUrl, gateway, inference, bank, keys } = options;
  let over = false;
  const refresh = async () => {
    const status = await inference.status();
    if (over) return;
    devFile.write({
      gateway: gatewayUrl,
      inference: inference.url,
      bank: bank.url,
      ...keys,
      pids: {
        supervisor: process.pid,
        gateway: gateway.process.pid(),
        inference: inference.process.pid(),
        bank: bank.process.pid(),
        encoder: status?.encoder.pid ?? null,
        generator: status?.generator.pid ?? null,
      },
    });
  };
  void refresh();
  const timer = setInterval(() => void refresh(), intervalMs);
  return () => {
    over = true;
    clearInterval(timer);
  };
}
