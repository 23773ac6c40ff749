import type { EngineCommand, EngineEvent } from './messages.ts';

/** Sends an event to the HTTP process. */
export type Emit = (event: EngineEvent) => void;

/**
 * The frame of an engine process: loads the model from the settings on the command line, hears commands, and ends with its
 * parent. A model that cannot be loaded is reported as unusable rather than crashed over again.
 */
export async function serveEngine<Settings>(
  load: (settings: Settings, emit: Emit) => Promise<(command: EngineCommand) => void>,
): Promise<void> {
  const emit: Emit = (event) => process.send?.(event);
  process.on('disconnect', () => process.exit());
  // Ctrl-C reaches the whole terminal group; the parent decides when an engine ends.
  process.on('SIGINT', () => {});
  try {
    const handle = await load(JSON.parse(process.argv[2] ?? 'null'), emit);
    process.on('message', handle);
  } catch (error) {
    emit({ type: 'unusable', message: error instanceof Error ? error.message : String(error) });
    // Gives the message time to leave.
    setTimeout(() => process.exit(1), 100);
  }
}
