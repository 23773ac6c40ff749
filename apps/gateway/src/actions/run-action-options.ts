import type { TenantSettings } from '@guichet/protocol/tenant-settings';
import type { ServiceContext } from '@guichet/services/context';
import type { SecretBox } from '@guichet/services/security/secret-box';
import type { ActionCall } from '../turn/action-port.ts';

/** What calling institutions needs from outside. */
export interface RunActionOptions {
  context: ServiceContext;
  fetch: typeof fetch;
  /** Without it no institution can be called: every signing secret is sealed. */
  secrets: SecretBox | undefined;
  /** Endpoints on this machine may be called by HTTP. */
  development: boolean;
  settingsOf(tenantId: string): Promise<TenantSettings | undefined>;
  /** Puts the real values in the place of placeholders such as `<PHONE_1>`; only sensitive fields pass through it. */
  reveal?(call: ActionCall, text: string): Promise<string>;
  /** Takes work that the customer need not wait for: records of reads. Without it, it is waited for. */
  background?(work: Promise<unknown>): void;
}
