import type { Language } from '@guichet/protocol/language';
import { formatTime } from '../../i18n/format.ts';
import { fill, type InteractionStrings } from '../../i18n/interaction-strings.ts';
import type { InteractionPhase } from '../../state/interaction-phase.ts';
import { h } from '../dom.ts';

export interface StatusLine {
  element: HTMLElement;
  show(phase: InteractionPhase): void;
}

/** The quiet line below an interaction: until when it is open, that it is on its way, or how it ended. */
export function statusLine(
  strings: InteractionStrings,
  { language, expiresAt, expired = strings.expired }: { language: Language; expiresAt?: string; expired?: string },
): StatusLine {
  const element = h('div', { class: 'status' });
  const time = expiresAt === undefined ? '' : formatTime(expiresAt, language);
  const words = {
    open: time === '' ? '' : fill(strings.until, { time }),
    sending: strings.sending,
    used: `✓ ${strings.answered}`,
    expired,
    over: strings.over,
  };
  return {
    element,
    show(phase) {
      element.textContent = words[phase];
      element.hidden = words[phase] === '';
    },
  };
}
