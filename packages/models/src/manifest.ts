import { language } from '@guichet/protocol/language';
import { encoderThresholds } from '@guichet/protocol/understand';
import { z } from 'zod';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
/** Plain names only: a manifest can never point out of its folder. */
const fileName = z.string().regex(/^[\w][\w.-]*$/);

const turnTemplate = z.object({ prefix: z.string(), suffix: z.string() });

const generatorBlock = z.object({
  architecture: z.string(),
  layers: z.number().int().positive(),
  heads: z.number().int().positive(),
  kvHeads: z.number().int().positive(),
  headDim: z.number().int().positive(),
  hiddenSize: z.number().int().positive(),
  vocabSize: z.number().int().positive(),
  /** Longest prompt and answer together, in tokens. */
  contextLength: z.number().int().positive(),
  eosTokenIds: z.array(z.number().int()).min(1),
  chatTemplate: z.object({ system: turnTemplate, user: turnTemplate, assistant: turnTemplate }),
  quantization: z.enum(['fp32', 'exact4', 'int8']),
  /** The bank of adapters in the graph, or null: then the graph has no node for them and they cost nothing. */
  experts: z.object({ slots: z.number().int().positive(), rank: z.number().int().positive() }).nullable(),
});

const encoderBlock = z.object({
  /** Longest input in tokens; what is longer is cut. */
  maxTokens: z.number().int().positive(),
  dimensions: z.number().int().positive(),
  /** Intents in the order of the output's columns. */
  labels: z.array(z.string()).min(1),
  thresholds: encoderThresholds,
  /** Softmax temperature of the intent head, per language. */
  calibration: z.object({ temperature: z.record(language, z.number().positive()) }),
  queryPrefix: z.string(),
  passagePrefix: z.string(),
});

/** `manifest.json` of a model pack: what it is, where it came from, and what its files must be. */
export const packManifest = z
  .object({
    name: z.string().regex(/^[a-z0-9][a-z0-9.-]*$/),
    version: z.string().min(1),
    kind: z.enum(['generator', 'encoder', 'router']),
    description: z.string(),
    licence: z.string().min(1),
    /** Where the weights came from, for people. */
    sources: z.array(z.string()),
    files: z.array(z.object({ path: fileName, bytes: z.number().int().nonnegative(), sha256 })).min(1),
    model: fileName.optional(),
    tokenizer: fileName.optional(),
    training: z.object({ command: z.string(), data: z.array(z.string()) }).optional(),
    metrics: z.record(z.string(), z.union([z.number(), z.string()])).optional(),
    generator: generatorBlock.optional(),
    encoder: encoderBlock.optional(),
  })
  .superRefine((manifest, context) => {
    const { kind, files, model, tokenizer } = manifest;
    if (kind !== 'router' && manifest[kind] === undefined)
      context.addIssue({ code: 'custom', path: [kind], message: `a pack of kind ${kind} needs this block` });
    for (const [role, path] of Object.entries({ model, tokenizer }))
      if (path !== undefined && !files.some((file) => file.path === path))
        context.addIssue({ code: 'custom', path: [role], message: `${path} is not among the files` });
    if (new Set(files.map((file) => file.path)).size < files.length)
      context.addIssue({ code: 'custom', path: ['files'], message: 'a file is listed twice' });
  });

export type PackManifest = z.infer<typeof packManifest>;
export type GeneratorBlock = z.infer<typeof generatorBlock>;
