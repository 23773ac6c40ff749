import { z } from 'zod';

/** Every error code of Guichet with the HTTP status it is answered with and whether trying again can help. */
export const errorCatalogue = {
  invalid_request: { status: 400, retry: false },
  invalid_json: { status: 400, retry: false },
  unknown_field: { status: 400, retry: false },
  unauthenticated: { status: 401, retry: false },
  identity_invalid: { status: 401, retry: false },
  forbidden: { status: 403, retry: false },
  assurance_required: { status: 403, retry: false },
  not_found: { status: 404, retry: false },
  method_not_allowed: { status: 405, retry: false },
  not_acceptable: { status: 406, retry: false },
  idempotency_conflict: { status: 409, retry: false },
  turn_running: { status: 409, retry: true },
  conversation_busy: { status: 409, retry: true },
  interaction_used: { status: 409, retry: false },
  identity_conflict: { status: 409, retry: false },
  interaction_expired: { status: 410, retry: false },
  payload_too_large: { status: 413, retry: false },
  unsupported_media_type: { status: 415, retry: false },
  text_too_long: { status: 422, retry: false },
  part_not_served: { status: 422, retry: false },
  content_invalid: { status: 422, retry: false },
  flow_invalid: { status: 422, retry: false },
  rate_limited: { status: 429, retry: true },
  queue_full: { status: 429, retry: true },
  internal: { status: 500, retry: false },
  action_failed: { status: 502, retry: true },
  upstream_unavailable: { status: 503, retry: true },
  engine_unavailable: { status: 503, retry: true },
  model_missing: { status: 503, retry: false },
  database_unavailable: { status: 503, retry: true },
  deadline_exceeded: { status: 504, retry: true },
} as const;

/** The closed union of error codes. */
export type ErrorCode = keyof typeof errorCatalogue;

const codes = Object.keys(errorCatalogue) as [ErrorCode, ...ErrorCode[]];

/** The body of every answer that is not a success. */
export const errorBody = z.object({
  error: z.object({
    code: z.enum(codes),
    message: z.string(),
    requestId: z.string(),
    /** As OpenAI's clients expect them; the gateway sends both. */
    type: z.string().optional(),
    param: z.null().optional(),
  }),
});

export type ErrorBody = z.infer<typeof errorBody>;
