/** A process that does one job over and over: ours, or what it is compared with. */
export interface Rival<Request, Answer> {
  /** One at a time. */
  ask(request: Request): Promise<Answer>;
  residentMegabytes(): number;
  stop(): void;
}
