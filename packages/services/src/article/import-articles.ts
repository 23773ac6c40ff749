import type { ArticleFile, ImportReport } from '@guichet/protocol/article';
import type { ServiceContext } from '../context.ts';
import { countUnembedded } from '../passage/embed-missing.ts';
import type { Caller } from '../security/caller.ts';
import { requirePermission } from '../security/require-permission.ts';
import { checkArticles, type FileReport } from './check-articles.ts';
import { prepareRelease } from './prepare-release.ts';
import { storeRelease } from './store-release.ts';

export type ImportOutcome = { valid: true; report: ImportReport } | { valid: false; files: FileReport[] };

/**
 * Replaces the tenant's whole knowledge by these files, or changes nothing where one of them is invalid. The same files again
 * make no new release.
 */
export async function importArticles(
  context: ServiceContext,
  caller: Caller,
  files: readonly ArticleFile[],
): Promise<ImportOutcome> {
  requirePermission(caller, 'article.import');
  const checked = checkArticles(files);
  if (!checked.valid) return { valid: false, files: checked.files };
  const release = await prepareRelease(caller.tenantId, checked.articles);
  const changed = await storeRelease(context, caller, release);
  const report: ImportReport = {
    release: release.id,
    changed,
    articles: release.articles.length,
    passages: release.passages.length,
    unembedded: await countUnembedded(context, caller.tenantId),
    files: checked.files.map((file) =>
      !changed && file.status === 'imported' ? { path: file.path, status: 'unchanged' } : file,
    ),
  };
  return { valid: true, report };
}
