import { describe, expect, it } from 'vitest';
import { fileError } from './file-error.ts';
import { PackError } from './pack-error.ts';

const failure = (code: string) => Object.assign(new Error(`${code}: it failed`), { code });

describe('a failure of the file system', () => {
  it.each(['ENOSPC', 'EDQUOT'])('%s means that there is too little room', (code) => {
    const cause = failure(code);
    expect(fileError(cause)).toMatchObject({ code: 'no_space', cause, message: expect.stringContaining('Free some') });
  });

  it.each(['EACCES', 'EROFS', 'ENOTDIR'])('%s means that the folder cannot be written', (code) => {
    const cause = failure(code);
    expect(fileError(cause)).toMatchObject({ code: 'not_writable', cause, message: expect.stringContaining(code) });
  });
});

describe('any other error', () => {
  it.each([[new TypeError('a bug')], [new PackError('corrupt', 'x')], [failure('ECONNRESET')], ['a text'], [null]])(
    'stays as it is: %s',
    (error) => {
      expect(fileError(error)).toBe(error);
    },
  );
});
