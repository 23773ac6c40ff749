// biome-ignore-all lint/style/noDefaultExport: a Worker is a default export
// The gateway with a database that is farther away: stands before the bundle's entry where a delay is asked for.
import gateway from './index.js';

let delayed = false;

/** Holds every trip of this isolate to its database: one for a batch, one for a statement that runs by itself. */
function delayTrips({ DB: database, DATABASE_DELAY_MS: delayMs }) {
  if (delayed) return;
  delayed = true;
  const hold = (owner, name) => {
    const method = owner[name];
    owner[name] = async function (...words) {
      await new Promise((done) => setTimeout(done, delayMs));
      return method.apply(this, words);
    };
  };
  const statement = Object.getPrototypeOf(database.prepare('SELECT 1'));
  for (const name of ['first', 'run', 'all', 'raw']) hold(statement, name);
  hold(Object.getPrototypeOf(database), 'batch');
}

export default {
  fetch(request, env, context) {
    delayTrips(env);
    return gateway.fetch(request, env, context);
  },
  scheduled(controller, env, context) {
    delayTrips(env);
    return gateway.scheduled(controller, env, context);
  },
};
