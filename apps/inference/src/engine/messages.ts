import type { GenerationSettings } from '@guichet/protocol/generate';
import type { Understanding } from '@guichet/protocol/understand';

/** What crosses the border between the HTTP process and an engine process: ids, settings, tokens; never a cache or a tensor. */
export type EncodeKind = 'query' | 'passage';

export interface EncodeRequest {
  type: 'encode';
  id: number;
  kind: EncodeKind;
  texts: string[];
}

export interface GenerateCommand {
  type: 'generate';
  id: number;
  /** Text up to the customer's question: computed by the base model alone and cached. */
  prefix: string;
  suffix: string;
  settings: Pick<
    GenerationSettings,
    'maxTokens' | 'temperature' | 'topP' | 'topK' | 'repetitionPenalty' | 'seed' | 'stop'
  >;
}

export interface CancelCommand {
  type: 'cancel';
  id: number;
}

export type EngineCommand = EncodeRequest | GenerateCommand | CancelCommand;

export interface EngineReady {
  type: 'ready';
  model: { name: string; version: string };
}

/** One encoded text: all heads for a query, the vector alone for a passage; `tokens` is how many the model read. */
export type Encoded = { tokens: number } & (
  | { kind: 'query'; understanding: Understanding }
  | { kind: 'passage'; embedding: number[] }
);

export type EngineEvent =
  | EngineReady
  | { type: 'encoded'; id: number; results: Encoded[] }
  | { type: 'delta'; id: number; text: string }
  | {
      type: 'end';
      id: number;
      finishReason: 'stop' | 'length' | 'cancelled';
      usage: { promptTokens: number; cachedTokens: number; completionTokens: number };
    }
  | { type: 'request-failed'; id: number; code: 'invalid_request' | 'text_too_long' | 'internal'; message: string }
  /** The engine cannot start; trying again will not help before somebody acts. */
  | { type: 'unusable'; message: string };
