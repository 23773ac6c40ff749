/** An end that the person at the terminal can do something about: one sentence and an exit code. */
export class Stop extends Error {
  readonly exitCode: number;

  constructor(message: string, exitCode = 2) {
    super(message);
    this.name = 'Stop';
    this.exitCode = exitCode;
  }
}
