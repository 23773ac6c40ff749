/** How far an installation is. */
export interface PackProgress {
  /** `wait`: another process is installing the same pack. */
  phase: 'wait' | 'download' | 'verify' | 'build';
  /** Where the file comes from, while it is fetched. */
  source: string | null;
  doneBytes: number;
  totalBytes: number;
}
