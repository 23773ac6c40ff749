// transformers.js as the benchmark asks it: one line of JSON in, one out. Words: its module, the model's folder, threads.
import { createInterface } from 'node:readline';

interface Output {
  dims: number[];
  tolist(): number[][];
}

const [modulePath = '', folder = '', threads = '1'] = process.argv.slice(2);
const { AutoModel, AutoTokenizer, env } = await import(modulePath);
env.allowRemoteModels = false;
env.localModelPath = folder;
const tokenizer = await AutoTokenizer.from_pretrained('encoder');
const model = await AutoModel.from_pretrained('encoder', {
  dtype: 'fp32', // names the file model.onnx; its weights have 8 bits all the same
  device: 'cpu',
  session_options: { intraOpNumThreads: Number(threads), interOpNumThreads: 1 },
});
process.stdout.write('ready\n');
for await (const line of createInterface(process.stdin)) {
  const { texts, full } = JSON.parse(line) as { texts: string[]; full: boolean };
  const inputs = await tokenizer(texts, { padding: true, truncation: true });
  const outputs = (await model(inputs)) as { embedding: Output; intent_logits: Output };
  const answer = full
    ? { embeddings: outputs.embedding.tolist(), columns: outputs.intent_logits.tolist().map(highest) }
    : {};
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}

function highest(values: readonly number[]): number {
  return values.indexOf(Math.max(...values));
}
