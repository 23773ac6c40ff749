/** A title as it is compared with a message: a button's text comes back as it was sent, or nearly so. */
export function foldTitle(title: string): string {
  return title.normalize('NFKC').trim().toLowerCase();
}
