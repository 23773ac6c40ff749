import { describe, expect, test } from 'vitest';
import { createEventLog } from './event-log.ts';
import { continueTrace } from './trace-parent.ts';

const randomHex = (digits: number) => 'a'.repeat(digits);
const known = `00-${'1'.repeat(32)}-${'2'.repeat(16)}-00`;

describe('a trace', () => {
  test('goes on with another span where the caller brought one', () => {
    expect(continueTrace(known, randomHex)).toEqual({
      traceId: '1'.repeat(32),
      traceparent: `00-${'1'.repeat(32)}-${'a'.repeat(16)}-00`,
    });
  });

  test.each([
    undefined,
    '',
    'nonsense',
    known.toUpperCase().replaceAll('1', 'F'),
    `00-${'0'.repeat(32)}-${'2'.repeat(16)}-01`,
    `00-${'1'.repeat(32)}-${'0'.repeat(16)}-01`,
    `${known}-extra`,
    `00-${'1'.repeat(31)}-${'2'.repeat(16)}-01`,
  ])('begins anew with "%s"', (header) => {
    expect(continueTrace(header, randomHex).traceparent).toBe(`00-${'a'.repeat(32)}-${'a'.repeat(16)}-01`);
  });
});

describe('the event log', () => {
  test('writes one line of JSON with the time, and leaves out what is not known', () => {
    const lines: string[] = [];
    createEventLog(
      (line) => lines.push(line),
      () => 0,
    )({ event: 'request', status: 200, cause: undefined, note: 'two\nlines' });
    expect(lines).toEqual(['{"time":"1970-01-01T00:00:00.000Z","event":"request","status":200,"note":"two\\nlines"}']);
  });
});
