import { z } from 'zod';

/** Answer of `DELETE /v1/conversations/{id}`: what was destroyed, and where a trace stays for how long. */
export const erasureReceipt = z.object({
  /** Of the entry in the audit log. */
  id: z.string(),
  conversationId: z.string(),
  erasedAt: z.string(),
  /** Rows destroyed, by table. */
  rows: z.record(z.string(), z.number().int()),
  /** Keys destroyed; what was encrypted under them can be read by nobody from then on. */
  keys: z.number().int(),
  residual: z.array(z.object({ store: z.string(), holds: z.string(), until: z.string() })),
});

export type ErasureReceipt = z.infer<typeof erasureReceipt>;
