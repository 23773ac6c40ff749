/** The credentials of the API as its OpenAPI document names them. */
export const securitySchemes = {
  secretKey: { type: 'http', scheme: 'bearer', description: 'For servers: the whole tenant.' },
  publishableKey: {
    type: 'http',
    scheme: 'bearer',
    description: 'For web pages: opens conversations and routes messages, nothing else.',
  },
  sessionToken: {
    type: 'http',
    scheme: 'bearer',
    description: 'One conversation, as given out when it was opened.',
  },
} as const;
