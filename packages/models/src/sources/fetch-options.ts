/** What every source is asked with. */
export interface FetchOptions {
  /** The whole file goes here; what lies here already may be continued. */
  partFile: string;
  /** Size of the whole file. */
  bytes: number;
  signal: AbortSignal;
  patience: Patience;
  /** Bytes there are now. */
  onBytes(bytes: number): void;
}

/** How long a source may keep an installation waiting. */
export interface Patience {
  /** Until the first byte of an answer. */
  connectMs: number;
  /** Between two signs of progress of a download. */
  silenceMs: number;
  /** For a source that shows no progress, in all. */
  silentSourceMs: number;
}

export const defaultPatience: Patience = { connectMs: 15_000, silenceMs: 30_000, silentSourceMs: 900_000 };
