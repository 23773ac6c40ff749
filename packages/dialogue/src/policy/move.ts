/** What a step leads to: the next one, another one, waiting for the customer or the institution, or the flow's end. */
export type Move = { type: 'next' } | { type: 'go'; to: string } | { type: 'wait' } | { type: 'end' };
