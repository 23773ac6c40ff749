const loopback = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * Whether an institution's endpoint may be called: HTTPS, or HTTP on this machine while developing. Never with a user or password in it,
 * which would end up in logs.
 */
export function mayCall(address: string, development: boolean): boolean {
  const url = URL.parse(address);
  if (url === null || url.username !== '' || url.password !== '' || url.hash !== '') return false;
  if (url.protocol === 'https:') return true;
  return development && url.protocol === 'http:' && loopback.has(url.hostname);
}
