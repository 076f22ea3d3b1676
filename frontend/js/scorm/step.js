// The step's page around a module: opens it on the content origin, shows in the bar what the server says of it,
// and keeps on this device what the module could not send.

const SANDBOX = "allow-scripts allow-same-origin allow-forms allow-modals allow-popups allow-popups-to-escape-sandbox allow-downloads";
const LARGEST = 1024 * 1024;

class Step {
  constructor(root) {
    this.root = root;
    this.origin = root.dataset.contentOrigin;
    this.bar = document.querySelector("[data-lecture-bar]");
    window.addEventListener("message", (event) => this.#receive(event));
    document.querySelector("[data-full-screen]")?.addEventListener("click", () => this.#fullScreen());
    root.querySelector("[data-again]").addEventListener("click", () => this.launch());
  }

  async launch() {
    this.#say("opening");
    const form = this.root.querySelector("form");
    try {
      const response = await fetch(form.action, { method: "POST", body: new FormData(form), headers: { "X-Requested-With": "fetch" } });
      const answer = await response.json();
      if (!response.ok) throw new Error(answer.message);
      this.#open(answer);
    } catch (error) {
      this.#say("failed", error instanceof TypeError || error instanceof SyntaxError ? "" : error.message);
    }
  }

  #open({ player, attempt, notice }) {
    this.key = `lecture:${attempt}`;
    this.frame = document.createElement("iframe");
    this.frame.title = this.root.dataset.title;
    this.frame.className = "lecture-frame";
    this.frame.setAttribute("sandbox", SANDBOX);
    this.frame.setAttribute("allow", "fullscreen; autoplay; unload");
    this.frame.src = player;
    this.root.querySelector("[data-place]").replaceChildren(this.frame);
    this.#say("open");
    if (notice) this.#notice(notice);
  }

  #say(phase, message) {
    this.root.dataset.phase = phase;
    const text = this.root.querySelector("[data-failure]");
    if (message) text.textContent = message;
  }

  #notice(text) {
    const notice = this.root.querySelector("[data-notice]");
    notice.hidden = false;
    notice.querySelector("[data-notice-text]").textContent = text;
    notice.querySelector("button").addEventListener("click", () => { notice.hidden = true; this.frame.focus(); });
  }

  // Only the frame of this page, only from the content origin, only these words.
  #receive(event) {
    if (event.origin !== this.origin || event.source !== this.frame?.contentWindow) return;
    const { lecture, item, record } = event.data || {};
    if (lecture === "state" || lecture === "ready") this.#refresh();
    else if (lecture === "leave") location.assign(this.root.dataset.backUrl);
    else if (lecture === "again") this.launch();
    else if (lecture === "ask") event.source.postMessage({ lecture: "kept", records: this.#records() }, this.origin);
    else if (lecture === "keep" && typeof item === "string") this.#keep(item, record);
    else if (lecture === "forget" && typeof item === "string") this.#keep(item, undefined);
  }

  #records() {
    try {
      return JSON.parse(localStorage.getItem(this.key)) || {};
    } catch {
      return {};
    }
  }

  #keep(item, record) {
    const records = this.#records();
    if (record === undefined) delete records[item];
    else records[item] = record;
    try {
      const text = JSON.stringify(records);
      if (!Object.keys(records).length) localStorage.removeItem(this.key);
      else if (text.length < LARGEST) localStorage.setItem(this.key, text);
    } catch {
      // Storage is full or forbidden: the module still sends what it has.
    }
  }

  // What the module says is not believed: the server is asked.
  async #refresh() {
    if (this.asking) {
      this.askAgain = true;
      return;
    }
    this.asking = true;
    try {
      const response = await fetch(this.root.dataset.stateUrl, { headers: { "X-Requested-With": "fetch" } });
      if (response.ok) this.#draw(await response.json());
    } catch {
      // No line: the player says so.
    }
    this.asking = false;
    if (this.askAgain) {
      this.askAgain = false;
      this.#refresh();
    }
  }

  #draw({ state, text, next }) {
    const badge = this.bar.querySelector("[data-state]");
    badge.hidden = !text;
    badge.className = `badge badge--${{ done: "ok", passed: "ok", failed: "warn" }[state] || "neutral"}`;
    this.bar.querySelectorAll("[data-state-icon]").forEach((icon) => { icon.hidden = icon.dataset.stateIcon !== state; });
    const words = this.bar.querySelector("[data-state-text]");
    if (words.textContent !== text) words.textContent = text;
    const link = this.bar.querySelector("[data-next-step]");
    link.hidden = !next;
    if (next) {
      link.href = next.url;
      link.title = next.label;
    }
  }

  #fullScreen() {
    if (document.fullscreenElement) document.exitFullscreen();
    else this.root.requestFullscreen?.().then(() => this.frame?.focus()).catch(() => {});
  }
}

const root = document.querySelector("[data-lecture]");
document.querySelectorAll("[data-full-screen]").forEach((button) => { button.hidden = !document.fullscreenEnabled; });
new Step(root).launch();
