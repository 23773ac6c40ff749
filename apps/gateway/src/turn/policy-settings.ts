import { defaultPolicySettings, type PolicySettings } from '@guichet/dialogue/policy/policy-types';
import type { TenantSettings } from '@guichet/protocol/tenant-settings';

/** The tenant's times for the dialogue policy, with the defaults for what it left out. */
export function policySettings({ dialogue = {} }: TenantSettings): PolicySettings {
  const chosen = Object.entries(dialogue).filter(([, value]) => value !== undefined);
  return { ...defaultPolicySettings, ...Object.fromEntries(chosen) };
}

/** What values are read with, beside the policy's settings. */
export function slotSettings({ dateOrder }: TenantSettings, cardTails: Record<string, string>) {
  return { cardTails, ...(dateOrder === undefined ? {} : { dateOrder }) };
}
