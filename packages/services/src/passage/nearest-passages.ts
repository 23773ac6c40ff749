import type { Knowledge, KnowledgePassage } from '../release/load-knowledge.ts';

export interface NearestInput {
  knowledge: Knowledge;
  /** A query's vector and the encoder that made it; passages of another encoder do not compare. */
  embedding: readonly number[];
  model: string;
  /** Only passages for which this holds. */
  among(passage: KnowledgePassage): boolean;
  limit: number;
}

/** The passages whose vectors point most nearly the query's way, best first. Reads every vector: made for some thousands. */
export function nearestPassages({ knowledge, embedding, model, among, limit }: NearestInput): KnowledgePassage[] {
  return knowledge.passages
    .filter((passage) => passage.vectorModel === model && among(passage))
    .map((passage) => ({ passage, score: cosine(embedding, passage) }))
    .sort((a, b) => b.score - a.score)
    .slice(0, limit)
    .map(({ passage }) => passage);
}

function cosine(query: readonly number[], { vector, vectorLength }: KnowledgePassage): number {
  if (vector === null || vectorLength === 0) return -1;
  let dot = 0;
  for (let index = 0; index < vector.length; index += 1) dot += (vector[index] ?? 0) * (query[index] ?? 0);
  return dot / vectorLength;
}
