/** An end of the start that the person at the terminal can do something about: one sentence, no stack. */
export class Stop extends Error {
  /** @param {string} message what is wrong and what to do */
  constructor(message) {
    super(message);
    this.name = 'Stop';
  }
}
