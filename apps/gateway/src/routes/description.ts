/** What stands above the operations at /docs: enough to make a first call with nothing else at hand. */
export const description = `
Customer service for finance: answers from approved articles, in English and Chinese.

## Keys

Sent as \`authorization: Bearer …\`:

- a **secret key** (\`sk_…\`), for servers: the whole tenant
- a **publishable key** (\`pk_…\`), for web pages: opens conversations, routes texts
- a **session token** (\`cs_…\`): one conversation, given out when it is opened

On your own machine \`npm start\` writes both keys into \`.guichet/dev.json\`.

## A first answer

\`\`\`sh
curl -s $GATEWAY/v1/chat -H "authorization: Bearer $SECRET_KEY" -H "content-type: application/json" \\
  -d '{"text": "my card was stolen"}'
\`\`\`

The answer names its \`sources\`, the \`decision\` (answer, clarify, refuse, handoff, flow) and the \`route\`. Send its \`conversationId\` with the next message.
With \`accept: text/event-stream\` the same comes in parts: \`turn-start\`, \`route-set\`, \`text-start\`, \`text-delta\`…, \`text-end\`, \`source-add\`…,
\`turn-end\`. The deltas joined are exactly the stored text.

A \`clientMessageId\` of yours makes a message safe to send again: the same id is the same turn.

## With OpenAI's clients

\`\`\`js
const client = new OpenAI({ baseURL: \`\${gateway}/v1\`, apiKey: secretKey });
await client.chat.completions.create({ model: 'guichet', messages: [{ role: 'user', content: 'i lost my card' }] });
\`\`\`

\`model\` is \`guichet\` (the product: policy, knowledge, checks), an expert's name (the same with that expert alone), or \`base\` (the language model by itself).
System messages change neither policy nor knowledge. Unknown fields are ignored on these addresses, and refused by name on all others.

## Errors

\`{"error": {"code", "message", "requestId"}}\`, with \`type\` and \`param\` for OpenAI's clients. The message says what to change. \`retry-after\` is sent where
trying again can help. Each operation lists its codes.
`.trim();

/** The groups of operations, in the order they are shown. */
export const tags = [
  { name: 'Conversations', description: 'What the chat element and servers use.' },
  { name: 'OpenAI-compatible', description: "The same behind the shapes of OpenAI's API." },
  { name: 'Knowledge', description: 'What answers are made from.' },
  { name: 'Flows', description: 'What customers can get done in a conversation.' },
  { name: 'Health', description: 'Open to everyone.' },
];
