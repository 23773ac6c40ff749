import { z } from 'zod';

/** A name that the caller gives to what it sends: the same name sent again never makes a second turn. */
export const clientMessageId = z
  .string()
  .min(1)
  .max(100)
  .regex(/^[\w.:-]+$/, 'only letters, digits, ".", ":", "_" and "-"');
