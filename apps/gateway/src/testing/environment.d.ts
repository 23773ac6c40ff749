declare namespace Cloudflare {
  interface Env {
    DB: D1Database;
    KEYS: KVNamespace;
    VAULT_KEY: string;
    MIGRATIONS: import('cloudflare:test').D1Migration[];
    INFERENCE_URL: string;
    INFERENCE_TOKEN: string;
    BANK_URL: string;
    CONFIRMATIONS: string;
  }
}
