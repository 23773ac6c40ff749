import type { CompletionShape } from './answer-completion.ts';

/** `POST /v1/chat/completions`. */
export const chatShape: CompletionShape = {
  chunkObject: 'chat.completion.chunk',
  whole: (content, { finishReason }) => ({
    object: 'chat.completion',
    choices: [
      { index: 0, message: { role: 'assistant', content, refusal: null }, logprobs: null, finish_reason: finishReason },
    ],
  }),
  delta(piece) {
    if ('first' in piece) return { delta: { role: 'assistant', content: '', refusal: null } };
    return { delta: 'text' in piece ? { content: piece.text } : {} };
  },
};

/** `POST /v1/completions`. */
export const textShape: CompletionShape = {
  chunkObject: 'text_completion',
  whole: (text, { finishReason }) => ({
    object: 'text_completion',
    choices: [{ index: 0, text, logprobs: null, finish_reason: finishReason }],
  }),
  delta: (piece) => ({ text: 'text' in piece ? piece.text : '' }),
};
