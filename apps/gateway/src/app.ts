import { CodedError } from '@guichet/protocol/coded-error';
import { OpenAPIHono } from '@hono/zod-openapi';
import type { GatewayEnv } from './gateway-variables.ts';
import { answerError } from './middleware/answer-error.ts';
import { crossOrigin } from './middleware/cross-origin.ts';
import { logRequest } from './middleware/log-request.ts';
import { refuseOtherMethods } from './middleware/method-not-allowed.ts';
import { requestId } from './middleware/request-id.ts';
import { registerImportArticles } from './routes/articles/import-articles.ts';
import { registerChat } from './routes/chat/chat.ts';
import { registerStreamConversation } from './routes/chat/stream-conversation.ts';
import { refuseInvalid } from './routes/contract.ts';
import { registerCreateConversation } from './routes/conversations/create-conversation.ts';
import { registerEraseConversation } from './routes/conversations/erase-conversation.ts';
import { registerVerifyIdentity } from './routes/conversations/verify-identity.ts';
import { description, tags } from './routes/description.ts';
import { registerImportFlows } from './routes/flows/import-flows.ts';
import { registerHealth } from './routes/health/health.ts';
import { registerAnswerInteraction } from './routes/interactions/answer-interaction.ts';
import { registerFindInteraction } from './routes/interactions/find-interaction.ts';
import { registerListMessages } from './routes/messages/list-messages.ts';
import { registerSendMessage } from './routes/messages/send-message.ts';
import { registerCompletions } from './routes/openai/create-completion.ts';
import { registerCreateEmbeddings } from './routes/openai/create-embeddings.ts';
import { registerListModels } from './routes/openai/list-models.ts';
import { securitySchemes } from './routes/security.ts';
import { registerUnderstand } from './routes/understand/understand.ts';
import type { Services } from './services.ts';

/** The gateway's HTTP face. */
export function createApp(services: Services): OpenAPIHono<GatewayEnv> {
  const app = new OpenAPIHono<GatewayEnv>({ defaultHook: refuseInvalid });
  app.use(requestId(), logRequest(services));
  app.use('/v1/*', crossOrigin());
  app.onError(answerError);
  registerHealth(app, services);
  registerCreateConversation(app, services);
  registerVerifyIdentity(app, services);
  registerEraseConversation(app, services);
  registerSendMessage(app, services);
  registerListMessages(app, services);
  registerFindInteraction(app, services);
  registerAnswerInteraction(app, services);
  registerUnderstand(app, services);
  registerChat(app, services);
  registerStreamConversation(app, services);
  registerImportArticles(app, services);
  registerImportFlows(app, services);
  registerCompletions(app, services);
  registerCreateEmbeddings(app, services);
  registerListModels(app, services);
  for (const [name, scheme] of Object.entries(securitySchemes)) {
    app.openAPIRegistry.registerComponent('securitySchemes', name, scheme);
  }
  app.doc31('/openapi.json', {
    openapi: '3.1.0',
    tags,
    info: {
      title: 'Guichet',
      version: '0.1.0',
      description,
      license: { name: 'Apache-2.0' },
    },
  });
  refuseOtherMethods(app);
  app.notFound((c) => {
    const page = c.req.method === 'GET' || c.req.method === 'HEAD' ? services.assets : undefined;
    if (page !== undefined && !c.req.path.startsWith('/v1/')) return page.fetch(c.req.raw);
    return answerError(new CodedError('not_found', 'There is nothing at this address.'), c);
  });
  return app;
}
