// The element's second part: forms, confirmations and the like. Handed to the script tag that asked for it, so that no global name is taken.
import { createInteractionList } from './view/interactions/interaction-list.ts';

document.currentScript?.dispatchEvent(new CustomEvent('guichet-part', { detail: createInteractionList }));
