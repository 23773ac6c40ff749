import { CodedError } from '@guichet/protocol/coded-error';
import type { ExplainedRoute } from '@guichet/protocol/route';
import type { InferenceCall } from '../clients/inference.ts';
import type { Services } from '../services.ts';
import { explainEdgeRoute } from './explain-edge-route.ts';
import { explainEncoderRoute } from './explain-encoder-route.ts';

export interface RoutedMessage {
  route: ExplainedRoute;
  /** The message's vector and the encoder that made it; null where only the edge was asked. */
  embedding: { vector: number[]; model: string } | null;
  /** True where the edge was not sure and the encoder did not answer. */
  encoderMissing: boolean;
}

/** Routes a redacted message: at the edge where that is sure, else by the encoder, else by the edge's best guess. */
export async function routeMessage(
  { edgeRoute, inference }: Pick<Services, 'edgeRoute' | 'inference'>,
  call: InferenceCall,
  text: string,
): Promise<RoutedMessage> {
  const edge = edgeRoute(text);
  if (edge.sure) return { route: explainEdgeRoute(edge), embedding: null, encoderMissing: false };
  try {
    const { model, thresholds, results } = await inference.understand(call, text);
    const [understanding] = results;
    if (understanding === undefined) throw new CodedError('upstream_unavailable', 'The encoder gave no result.');
    const name = `${model.name} ${model.version}`;
    return {
      route: explainEncoderRoute({ understanding, thresholds, model: name, edge }),
      embedding: { vector: understanding.embedding, model: name },
      encoderMissing: false,
    };
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    return { route: explainEdgeRoute(edge), embedding: null, encoderMissing: true };
  }
}
