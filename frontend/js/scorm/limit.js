// The time that a part may be used, and what its manifest asks for at the end of it: to be told, to be closed.

// For the part to save and leave by itself, as the standards expect of it first.
const GRACE = 2000;
const LONGEST = 2 ** 31 - 1;

export class TimeLimit {
  // tell(closing): say that the time is over. close(): end the part.
  constructor(tell, close) {
    this.tell = tell;
    this.close = close;
  }

  // limit: {seconds, exit, message} of the part that opens, or null.
  start(limit) {
    clearTimeout(this.timer);
    if (!limit) return;
    this.timer = setTimeout(() => this.#reach(limit), Math.min(limit.seconds * 1000, LONGEST));
  }

  #reach(limit) {
    if (limit.message) this.tell(limit.exit);
    if (limit.exit) this.timer = setTimeout(() => this.close(), GRACE);
  }
}
