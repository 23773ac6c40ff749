import type { Interaction } from '@guichet/protocol/interaction';
import type { ChatState } from './state/chat-state.ts';
import type { ChatEvent } from './state/reduce.ts';

/** An event for the page: what happened, never what was said or typed. */
export interface ElementEvent {
  name: string;
  detail: Record<string, string>;
}

/** What the page is told of a change. */
export function eventsOf(state: ChatState, event: ChatEvent): ElementEvent[] {
  switch (event.type) {
    case 'send':
      return [message('customer')];
    case 'interaction-set':
      return event.as === 'expired' ? interactionEvents(state, event.id, 'expired') : [];
    case 'send-fail':
      return [{ name: 'guichet-error', detail: { code: event.errorCode } }];
    case 'part':
      return ofPart(state, event);
    default:
      return [];
  }
}

function ofPart(state: ChatState, { key, part }: Extract<ChatEvent, { type: 'part' }>): ElementEvent[] {
  if (part.type === 'turn-start') return answered(state, state.messages.find((one) => one.key === key)?.answers);
  if (part.type === 'turn-end') {
    const { interaction } = part.answer.reply;
    return [message('assistant'), ...(interaction === undefined ? [] : offered(interaction))];
  }
  if (part.type === 'error') return [{ name: 'guichet-error', detail: { code: part.error.code } }];
  return part.type === 'handoff-request' ? [{ name: 'guichet-handoff', detail: {} }] : [];
}

function offered(interaction: Interaction): ElementEvent[] {
  const { id, type } = interaction;
  if (interaction.type !== 'case') return [{ name: 'guichet-interaction', detail: { id, type, state: 'offered' } }];
  const { caseNumber, status, followUpBy } = interaction;
  const detail = { caseNumber, status, ...(followUpBy === undefined ? {} : { followUpBy }) };
  return [{ name: 'guichet-case', detail }];
}

function answered(state: ChatState, id: string | undefined): ElementEvent[] {
  return id === undefined ? [] : interactionEvents(state, id, 'answered');
}

function interactionEvents(state: ChatState, id: string, as: string): ElementEvent[] {
  const found = state.messages.find(({ interaction }) => interaction?.id === id)?.interaction;
  return found === undefined ? [] : [{ name: 'guichet-interaction', detail: { id, type: found.type, state: as } }];
}

function message(role: string): ElementEvent {
  return { name: 'guichet-message', detail: { role } };
}
