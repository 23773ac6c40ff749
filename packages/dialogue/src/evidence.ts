/** An approved article in the customer's language, as far as the policy needs it. */
export interface ArticleReference {
  articleId: string;
  title: string;
}

/** What the knowledge base offers for a message. */
export interface Evidence {
  /** The article that answers an intent first of all. */
  articleFor(intent: string): ArticleReference | undefined;
  /** The article whose title is the whole message: the customer pressed a quick reply. */
  titled: ArticleReference | undefined;
  /** Articles found by search, best first; may be empty. */
  retrieved: readonly ArticleReference[];
}
