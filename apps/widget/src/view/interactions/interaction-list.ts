import { type InteractionStrings, interactionStrings } from '../../i18n/interaction-strings.ts';
import type { ChatState } from '../../state/chat-state.ts';
import { type ShownInteraction, shownInteractions } from '../../state/interaction-phase.ts';
import { interactionRules } from '../../styles/interaction-rules.ts';
import type { InteractionAnswer } from '../../transport/answer-store.ts';
import type { Announcer } from '../announcer.ts';
import { answerLabel } from './answer-label.ts';
import { describe } from './describe.ts';
import { type InteractionView, interactionView } from './interaction-view.ts';

export interface InteractionActions {
  /** `text` stands in the conversation for the answer. */
  onAnswer(interactionId: string, answer: InteractionAnswer, text: string): void;
  /** The time of an interaction seems over; the gateway's clock decides. */
  onOver(interactionId: string): void;
}

export interface InteractionList {
  /** The look of them, to stand beside the element's own. */
  rules: string;
  /** Brings every interaction up to date, and gives what stands below a message. What was `seen` is not read out. */
  update(state: ChatState, seen: boolean): (messageKey: string) => HTMLElement[];
  /** Puts the focus into the open interaction's first field, where it has one and came just now. */
  focusNew(): void;
}

const recheckMs = 30_000;
const longestTimerMs = 2_147_483_647;

export type CreateInteractionList = typeof createInteractionList;

/** All interactions of the conversation. Each is built once a language; where it is offered again it moves, with what is typed in it. */
export function createInteractionList(announcer: Announcer, actions: InteractionActions): InteractionList {
  const views = new Map<string, InteractionView>();
  const drafts = new Map<string, Record<string, string>>();
  const timers = new Map<string, ReturnType<typeof setTimeout>>();
  let language: ChatState['language'] | null = null;
  let fresh: InteractionView | null = null;

  const viewOf = ({ interaction }: ShownInteraction, strings: InteractionStrings, spoken: ChatState['language']) => {
    const { id } = interaction;
    const present = views.get(id);
    if (present !== undefined) return present;
    const draft = drafts.get(id) ?? {};
    drafts.set(id, draft);
    const view = interactionView(interaction, {
      strings,
      language: spoken,
      draft,
      onAnswer: (answer) => actions.onAnswer(id, answer, answerLabel(interaction, answer, spoken)),
      announce: announcer.say,
    });
    views.set(id, view);
    return view;
  };

  const watch = ({ interaction, phase }: ShownInteraction) => {
    const { id } = interaction;
    if (phase !== 'open' || !('expiresAt' in interaction)) {
      clearTimeout(timers.get(id));
      timers.delete(id);
      return;
    }
    if (timers.has(id)) return;
    const left = Date.parse(interaction.expiresAt) - Date.now();
    const ring = () => {
      actions.onOver(id);
      timers.set(id, setTimeout(ring, recheckMs));
    };
    timers.set(id, setTimeout(ring, Math.min(Math.max(left, 0) + 500, longestTimerMs)));
  };

  return {
    rules: interactionRules,
    update(state, seen) {
      if (language !== state.language) views.clear();
      language = state.language;
      const strings = interactionStrings(state.language);
      const shown = shownInteractions(state);
      const nodes = shown.map((one) => {
        const came = !drafts.has(one.interaction.id);
        const view = viewOf(one, strings, state.language);
        view.update(one);
        watch(one);
        const spoken = describe(one.interaction, strings);
        if (seen) announcer.skip(one.interaction.id, spoken);
        else if (came) {
          announcer.follow(one.interaction.id, spoken, true);
          if (one.phase === 'open') fresh = view;
        }
        return [one.messageKey, view.element] as const;
      });
      return (key) => nodes.filter(([messageKey]) => messageKey === key).map(([, node]) => node);
    },
    focusNew() {
      fresh?.focus?.();
      fresh = null;
    },
  };
}
