/** Something that many use at the same time, and that is ended when it was replaced and nobody uses it any more. */
export class Lent<Thing> {
  readonly thing: Thing;
  #users = 0;
  #end: (() => Promise<void>) | undefined;

  constructor(thing: Thing) {
    this.thing = thing;
  }

  /** Does some work with it, which stays there that long. */
  async use<Result>(work: (thing: Thing) => Promise<Result>): Promise<Result> {
    this.#users++;
    try {
      return await work(this.thing);
    } finally {
      this.#users--;
      if (this.#users === 0) await this.#end?.();
    }
  }

  /** Says that nobody new will use it, and how it ends: at once, or when the last user is done. */
  async retire(end: () => Promise<void>): Promise<void> {
    if (this.#users === 0) await end();
    else this.#end = end;
  }
}
