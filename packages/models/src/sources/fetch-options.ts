/** What every source is asked with. */
export interface FetchOptions {
  /** The whole file goes here; what lies here already is continued. */
  partFile: string;
  bytes: number;
  signal: AbortSignal;
  /** Bytes there are now. */
  onBytes(bytes: number): void;
}
