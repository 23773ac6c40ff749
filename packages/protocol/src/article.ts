import { z } from 'zod';
import { language } from './language.ts';

const day = z.iso.date();

/** Front matter of an article file; the Markdown below it is the body. The file's path decides nothing. */
export const articleFrontMatter = z.strictObject({
  id: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/),
  version: z.number().int().min(1),
  language,
  expert: z.string(),
  /** Intents this article answers first of all. */
  intents: z.array(z.string()).default([]),
  owner: z.string().min(1),
  effective: day,
  review: day,
  state: z.enum(['draft', 'in-review', 'approved', 'retired']),
  approvedBy: z.array(z.string()).default([]),
  /** True where the wording is regulated: only ever quoted, never composed anew. */
  legal: z.boolean().default(false),
  title: z.string().min(1).max(200),
  /** The short form: answers by itself, shown first. */
  summary: z.string().min(1).max(400),
});

export const article = articleFrontMatter.extend({ body: z.string().min(1).max(20_000) });

export const articleFile = z.strictObject({ path: z.string().min(1).max(300), content: z.string().max(100_000) });

/** Body of `POST /v1/articles/import`: the whole knowledge of a tenant, as files. All or nothing. */
export const importRequest = z.strictObject({ files: z.array(articleFile).min(1).max(2_000) });

export const importReport = z.object({
  /** Content hash of the release; importing the same files again changes nothing. */
  release: z.string(),
  changed: z.boolean(),
  articles: z.number().int(),
  passages: z.number().int(),
  /** Passages that still wait for their vectors (the inference service was away). */
  unembedded: z.number().int(),
  files: z.array(
    z.object({
      path: z.string(),
      status: z.enum(['imported', 'unchanged', 'skipped', 'invalid']),
      message: z.string().optional(),
    }),
  ),
});

export type Article = z.infer<typeof article>;
export type ArticleFile = z.infer<typeof articleFile>;
export type ImportReport = z.infer<typeof importReport>;
