import { z } from 'zod';

// The shapes of OpenAI's API (openapi.yaml, version 2.3) as far as Guichet serves them. Unknown fields are ignored, as its clients expect.

/** Most tokens of one answer. */
export const mostTokens = 4_096;
export const defaultTokens = 1_024;

const textPart = z.object({ type: z.literal('text'), text: z.string() });
/** Kinds of content that exist in the protocol and are not served yet. */
const otherPart = z.object({ type: z.enum(['image_url', 'image', 'input_audio', 'audio', 'file']) });
const content = z.union([z.string(), z.array(z.union([textPart, otherPart])).min(1)]);

const chatMessage = z.object({
  role: z.enum(['system', 'developer', 'user', 'assistant']),
  content,
});

const tokens = z.number().int().min(1).max(mostTokens);

/** What both kinds of completion take, and `POST /v1/chat` in part. */
export const completionParameters = {
  temperature: z.number().min(0).max(2).nullish(),
  top_p: z.number().gt(0).max(1).nullish(),
  /** Guichet's own: above 1, words that stood before become less likely. */
  repetition_penalty: z.number().min(1).max(2).nullish(),
  seed: z.number().int().nullish(),
  stop: z.union([z.string().min(1).max(64), z.array(z.string().min(1).max(64)).max(4)]).nullish(),
  max_tokens: tokens.nullish(),
  max_completion_tokens: tokens.nullish(),
  /** Guichet's own name for `max_tokens`. */
  max_length: tokens.nullish(),
  /** Guichet's own: `factual` is temperature 0.4, `creative` 0.8, where no temperature is given. */
  preset: z.enum(['factual', 'creative']).nullish(),
  n: z.literal(1).nullish(),
  stream: z.boolean().nullish(),
  stream_options: z.object({ include_usage: z.boolean().nullish() }).nullish(),
};

export const chatCompletionRequest = z.object({
  model: z.string().min(1).max(100),
  messages: z.array(chatMessage).min(1).max(64),
  ...completionParameters,
});

export const completionRequest = z.object({
  model: z.string().min(1).max(100),
  prompt: z.union([z.string(), z.array(z.string()).length(1)]),
  ...completionParameters,
});

export const openaiUsage = z.object({
  prompt_tokens: z.number().int(),
  completion_tokens: z.number().int(),
  total_tokens: z.number().int(),
});

/** What only Guichet knows of an answer; beside the fields of OpenAI. */
const extension = z.object({
  conversationId: z.string(),
  decision: z.string(),
  sources: z.array(z.object({ articleId: z.string(), version: z.number().int(), title: z.string() })),
  degraded: z.boolean(),
  route: z.unknown(),
});

export const chatCompletion = z.object({
  id: z.string(),
  object: z.literal('chat.completion'),
  created: z.number().int(),
  model: z.string(),
  choices: z.array(
    z.object({
      index: z.literal(0),
      message: z.object({ role: z.literal('assistant'), content: z.string(), refusal: z.null() }),
      logprobs: z.null(),
      finish_reason: z.enum(['stop', 'length']),
    }),
  ),
  usage: openaiUsage,
  guichet: extension.optional(),
});

export const completion = z.object({
  id: z.string(),
  object: z.literal('text_completion'),
  created: z.number().int(),
  model: z.string(),
  choices: z.array(
    z.object({ index: z.literal(0), text: z.string(), logprobs: z.null(), finish_reason: z.enum(['stop', 'length']) }),
  ),
  usage: openaiUsage,
  guichet: extension.optional(),
});

export const embeddingsRequest = z.object({
  model: z.string().min(1).max(100),
  input: z.union([z.string().min(1).max(20_000), z.array(z.string().min(1).max(20_000)).min(1).max(64)]),
  encoding_format: z.enum(['float', 'base64']).nullish(),
  dimensions: z.number().int().nullish(),
  /** Guichet's own: questions and passages are embedded apart. */
  input_type: z.enum(['query', 'passage']).nullish(),
});

export const embeddingsResponse = z.object({
  object: z.literal('list'),
  model: z.string(),
  data: z.array(
    z.object({
      object: z.literal('embedding'),
      index: z.number().int(),
      /** Numbers, or their float32 bytes in base64. */
      embedding: z.union([z.array(z.number()), z.string()]),
    }),
  ),
  usage: z.object({ prompt_tokens: z.number().int(), total_tokens: z.number().int() }),
});

export const openaiModel = z.object({
  id: z.string(),
  object: z.literal('model'),
  created: z.number().int(),
  owned_by: z.string(),
});

export const modelList = z.object({ object: z.literal('list'), data: z.array(openaiModel) });

export type ChatCompletionRequest = z.infer<typeof chatCompletionRequest>;
export type CompletionRequest = z.infer<typeof completionRequest>;
export type ChatCompletion = z.infer<typeof chatCompletion>;
export type Completion = z.infer<typeof completion>;
export type OpenaiUsage = z.infer<typeof openaiUsage>;
export type CompletionExtension = z.infer<typeof extension>;
