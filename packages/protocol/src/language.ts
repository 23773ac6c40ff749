import { z } from 'zod';

/** The languages Guichet answers in. */
export const language = z.enum(['en', 'zh']);

export type Language = z.infer<typeof language>;
