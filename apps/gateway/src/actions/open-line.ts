import type { TenantSettings } from '@guichet/protocol/tenant-settings';
import type { SecretBox } from '@guichet/services/security/secret-box';
import { mayCall } from './action-url.ts';

/** Where an institution is called, and with what its calls are signed. */
export interface Line {
  url: string;
  /** Opened; never kept. */
  secrets: string[];
}

export interface OpenLineInput {
  tenantId: string;
  settings: TenantSettings | undefined;
  box: SecretBox | undefined;
  development: boolean;
}

/** The line to a tenant's institution, or `undefined` where none is set up or its address may not be called. */
export async function openLine({ tenantId, settings, box, development }: OpenLineInput): Promise<Line | undefined> {
  const { actions } = settings ?? {};
  if (actions === undefined || box === undefined || !mayCall(actions.url, development)) return undefined;
  const place = { tenantId, purpose: 'actions' } as const;
  return { url: actions.url, secrets: await Promise.all(actions.secrets.map((one) => box.open(place, one))) };
}
