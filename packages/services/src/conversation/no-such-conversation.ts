import { CodedError } from '@guichet/protocol/coded-error';

/** One answer for every conversation a caller cannot see: it never tells whether the id exists. */
export function noSuchConversation(): CodedError {
  return new CodedError('not_found', 'There is no such conversation.');
}
