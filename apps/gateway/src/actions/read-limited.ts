/** A body's bytes, or `undefined` where there are more than `most`: the rest is never taken in. Throws where the connection breaks. */
export async function readLimited(response: Response, most: number): Promise<Uint8Array | undefined> {
  if (Number(response.headers.get('content-length') ?? 0) > most) {
    await response.body?.cancel();
    return undefined;
  }
  const bytes = new Uint8Array(most);
  let size = 0;
  // Leaving the loop cancels the stream, and with it the connection.
  for await (const chunk of response.body ?? []) {
    if (size + chunk.byteLength > most) return undefined;
    bytes.set(chunk, size);
    size += chunk.byteLength;
  }
  return bytes.subarray(0, size);
}
