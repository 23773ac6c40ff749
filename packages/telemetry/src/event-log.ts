/** What is worth knowing of one request or one background run: ids, counts, times, codes. Never message text or personal data. */
export type WideEvent = Record<string, string | number | boolean | null | undefined>;

/** Writes one line of JSON an event; `undefined` fields are left out. `time` is ISO 8601. */
export function createEventLog(write: (line: string) => void, now: () => number): (event: WideEvent) => void {
  return (event) => write(JSON.stringify({ time: new Date(now()).toISOString(), ...event }));
}
