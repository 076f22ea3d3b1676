// Sends a part's changes to the server until they are answered: numbered, again after a cut, by beacon when the page goes.

const WAITS = [1000, 2000, 4000, 8000, 15000, 30000];
const AUTOSAVE = 8000;
// What the learner looks for on the screen: how it stands, and the score.
const AT_ONCE = 700;
const STANDING = /(status|score\.|progress_measure)/;
const KEEP = 250;

export class Outbox {
  // url: where commits go. part: {item, launch, sequence}. model: DataModel. seconds(): visible time, 0 when the part says its own.
  // told: {answered(state), lost(), back(), refused(), blocked({code, message}), keep(record), forget()}.
  constructor({ url, part, model, seconds, told }) {
    Object.assign(this, { url, part, model, seconds, told });
    this.sequence = part.sequence;
    this.finished = false;
    this.failures = 0;
    this.saveDue = Infinity;
    this.stopped = false;
    this.due = false;
    this.sending = null;
  }

  // Something was written: keep it at once, send it soon.
  touch(element = "") {
    this.keepTimer ??= setTimeout(() => this.keep(), KEEP);
    this.#sendWithin(STANDING.test(element) ? AT_ONCE : AUTOSAVE);
  }

  keep() {
    clearTimeout(this.keepTimer);
    this.keepTimer = null;
    if (this.stopped || !this.#hasWork()) return;
    this.told.keep({ launch: this.part.launch, commit: this.#commit(this.sequence + 1) });
  }

  // Resolves to true once the server has answered for all there was to say, false when it could not.
  send() {
    clearTimeout(this.saveTimer);
    this.saveDue = Infinity;
    this.due = true;
    this.sending ??= this.#run().finally(() => { this.sending = null; });
    return this.sending;
  }

  finish() {
    this.finished = true;
    this.keep();
    return this.send();
  }

  // The page goes away: no answer will be read.
  leave() {
    if (this.stopped || !(this.#hasWork() || this.seconds())) return;
    const body = JSON.stringify(this.#commit(++this.sequence));
    const taken = navigator.sendBeacon?.(this.url, new Blob([body], { type: "text/plain" }));
    if (!taken) fetch(this.url, { method: "POST", body, keepalive: body.length < 60000 }).catch(() => {});
  }

  #sendWithin(wait) {
    const due = performance.now() + wait;
    if (due >= this.saveDue) return;
    this.saveDue = due;
    clearTimeout(this.saveTimer);
    this.saveTimer = setTimeout(() => this.send(), wait);
  }

  #hasWork() {
    return this.model.changes().length > 0 || (this.finished && !this.toldFinished);
  }

  #commit(sequence) {
    return { item: this.part.item, sequence, changes: this.model.changes(), seconds: this.seconds(), finished: this.finished };
  }

  async #run() {
    while (this.due && !this.stopped) {
      this.due = false;
      if (!this.#hasWork() && !this.seconds()) return true;
      const commit = this.#commit(++this.sequence);
      const outcome = await this.#post(commit);
      if (outcome === "again") {
        this.#retryLater();
        return false;
      }
    }
    return !this.stopped;
  }

  async #post(commit) {
    let response;
    try {
      response = await fetch(this.url, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(commit) });
    } catch {
      return "again";
    }
    if (response.status >= 500) return "again";
    if (response.status === 400) this.#drop(commit);
    else if (!response.ok) return this.#block(response);
    else this.#stored(commit, await response.json());
    return "done";
  }

  #stored(commit, state) {
    this.model.acknowledge(commit.changes);
    this.toldFinished ||= commit.finished;
    if (this.failures) this.told.back();
    this.failures = 0;
    if (this.#hasWork()) this.keep();
    else this.told.forget();
    this.told.answered(state);
  }

  #drop(commit) {
    this.model.acknowledge(commit.changes);
    this.toldFinished ||= commit.finished;
    this.told.forget();
    this.told.refused();
  }

  async #block(response) {
    this.stopped = true;
    const answer = await response.json().catch(() => ({}));
    if (answer.code === "superseded") this.told.forget();
    this.told.blocked(answer);
    return "blocked";
  }

  #retryLater() {
    this.keep();
    if (!this.failures) this.told.lost();
    const wait = WAITS[Math.min(this.failures, WAITS.length - 1)];
    this.failures += 1;
    clearTimeout(this.retryTimer);
    this.retryTimer = setTimeout(() => this.send(), wait);
  }
}
