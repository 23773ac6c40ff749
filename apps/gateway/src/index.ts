// The Worker's entry. From here inward: app.ts (routes), turn/run-turn.ts (what happens to a message).
import edgeModel from '@guichet/artifacts/edge-router/edge.bin';
import { createApp } from './app.ts';
import { readSettings } from './env.ts';
import { runSchedule } from './run-schedule.ts';
import { createServices, type Services } from './services.ts';

let built: { services: Services; app: ReturnType<typeof createApp> } | undefined;

/** Once per isolate; bindings do not change within one. */
function build(env: unknown) {
  if (built !== undefined) return built;
  const services = createServices({
    settings: readSettings(env),
    edgeModel,
    fetch: (input, init) => fetch(input, init),
    // biome-ignore lint/suspicious/noConsole: the console is where a Worker's log lines go
    writeLine: (line) => console.log(line),
  });
  built = { services, app: createApp(services) };
  return built;
}

export default {
  fetch: (request, env, context) => build(env).app.fetch(request, env, context),
  scheduled: (_controller, env) => runSchedule(build(env).services),
} satisfies ExportedHandler;
