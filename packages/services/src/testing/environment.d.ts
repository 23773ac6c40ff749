declare namespace Cloudflare {
  interface Env {
    DB: D1Database;
    KEYS: KVNamespace;
    MIGRATIONS: import('cloudflare:test').D1Migration[];
  }
}
