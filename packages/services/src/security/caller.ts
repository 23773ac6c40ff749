/** Who calls, as far as it was proven. A session is proven by the statements it runs, which all compare its token's hash. */
export type Caller =
  | { kind: 'secret'; tenantId: string; keyId: string; access: 'read' | 'write' }
  | { kind: 'publishable'; tenantId: string; keyId: string }
  | { kind: 'session'; tenantId: string; tokenHash: string }
  | { kind: 'system'; tenantId: string };

/** The caller's name in the audit log. */
export function actorOf(caller: Caller): string {
  if (caller.kind === 'secret' || caller.kind === 'publishable') return `key:${caller.keyId}`;
  return caller.kind;
}
