// biome-ignore-all lint/style/noDefaultExport: a Worker is a default export
// The least that a Worker can do for the same answers: the same fetch, the same query, no key, no checks, no routing, no log.
export default {
  async fetch(request, env) {
    const url = new URL(request.url);
    if (url.pathname === '/v1/understand') {
      const { text } = await request.json();
      const response = await fetch(`${env.INFERENCE_URL}/v1/understand`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ texts: [text] }),
      });
      const { results } = await response.json();
      return Response.json({ intents: results[0].intents });
    }
    const id = url.pathname.split('/')[3];
    const [found, rows] = await env.DB.batch([
      env.DB.prepare('SELECT id FROM conversations WHERE id = ? AND tenant_id = ?').bind(id, env.TENANT),
      env.DB.prepare(
        `SELECT m.*, t.status, t.client_message_id, t.decision FROM messages m JOIN turns t ON t.id = m.turn_id
         WHERE m.conversation_id = ? AND m.tenant_id = ? AND m.seq > 0 ORDER BY m.seq LIMIT 51`,
      ).bind(id, env.TENANT),
    ]);
    if (found.results.length === 0) return new Response(null, { status: 404 });
    return Response.json({ object: 'list', data: rows.results, hasMore: false });
  },
};
