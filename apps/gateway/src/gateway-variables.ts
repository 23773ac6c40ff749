import type { TenantSettings } from '@guichet/protocol/tenant-settings';
import type { Caller } from '@guichet/services/security/caller';
import type { WideEvent } from '@guichet/telemetry/event-log';

/** What the middleware leaves for the handlers of one request. */
export interface GatewayVariables {
  requestId: string;
  traceparent: string;
  /** The request's one log event, filled in along the way. */
  event: WideEvent;
  caller: Caller;
  settings: TenantSettings;
  /** Work that goes on after the answer's head was sent; the log event is written after it. */
  finished: Promise<unknown> | undefined;
}

export interface GatewayEnv {
  Variables: GatewayVariables;
}
