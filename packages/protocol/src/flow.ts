import { z } from 'zod';

/** Body of `POST /v1/flows/import`: a tenant's whole set of flow files, `actions.yaml` among them. All or nothing. */
export const flowImportRequest = z.strictObject({
  files: z
    .array(z.strictObject({ path: z.string().min(1).max(300), content: z.string().max(100_000) }))
    .min(1)
    .max(200),
});

export const flowImportReport = z.object({
  /** Content hash of the set; importing the same files again changes nothing. */
  release: z.string(),
  changed: z.boolean(),
  flows: z.array(z.object({ id: z.string(), version: z.number().int(), intents: z.array(z.string()) })),
  actions: z.array(z.string()),
});

/** What is wrong in a file: where, and what to do. */
export const flowFault = z.object({ path: z.string(), line: z.number().int(), message: z.string() });

export type FlowImportReport = z.infer<typeof flowImportReport>;
