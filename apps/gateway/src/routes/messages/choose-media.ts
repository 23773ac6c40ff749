import { CodedError } from '@guichet/protocol/coded-error';

/** How to answer a message. Throws `not_acceptable` for a caller that takes neither. */
export function chooseMedia(accept: string | undefined): 'json' | 'stream' {
  const taken = (accept ?? '*/*')
    .toLowerCase()
    .split(',')
    .map((part) => part.split(';'))
    .filter(([, ...settings]) => !settings.some((setting) => /^\s*q\s*=\s*0(?:\.0*)?\s*$/.test(setting)))
    .map(([type]) => type?.trim());
  if (taken.includes('text/event-stream')) return 'stream';
  if (taken.some((type) => type === 'application/json' || type === 'application/*' || type === '*/*')) return 'json';
  throw new CodedError('not_acceptable', 'Messages are answered as application/json or text/event-stream.');
}
