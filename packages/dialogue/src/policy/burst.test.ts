import { describe, expect, it } from 'vitest';
import { testFlows } from '../testing/flow-files.ts';
import { talk } from '../testing/talk.ts';
import { mergeBurst } from './burst.ts';

const before = { burst: { text: 'my card', at: 1_000, clarifications: 0 } };

describe('a short message after one that was not understood', () => {
  it('belongs to it where it comes at once', () => {
    expect(mergeBurst(before, 'is stuck in the machine', 5_000)).toEqual({
      text: 'my card is stuck in the machine',
      merged: true,
    });
  });

  it('is joined without a space in Chinese', () => {
    expect(mergeBurst({ burst: { text: '我的卡', at: 0, clarifications: 0 } }, '被吞了', 10).text).toBe('我的卡被吞了');
  });

  it.each([
    ['comes later', before, 'is stuck', 60_000],
    ['is long', before, 'x'.repeat(100), 2_000],
    ['follows an answer', {}, 'is stuck', 2_000],
    ['comes from before', before, 'is stuck', 500],
  ])('stands alone where it %s', (_, state, text, now) => {
    expect(mergeBurst(state, text, now)).toEqual({ text, merged: false });
  });

  it('does not count as another question back', () => {
    const chat = talk(testFlows());
    chat.say('my card');
    chat.say('my card is');
    chat.say('my card is so');
    expect(chat.say('my card is so odd').result.decision).toBe('clarify');
  });

  it('counts where it is another one', () => {
    const chat = talk(testFlows());
    chat.say('hm');
    chat.say('what');
    expect(chat.say('eh').result.decision).toBe('handoff');
  });
});
