// Plays a launched package: opens its parts one at a time, gives them their API, and sees to it that nothing is lost.

import { api12, api2004 } from "./api.js";
import { Bridge } from "./bridge.js";
import { Clock } from "./clock.js";
import { Contents } from "./contents.js";
import { DataModel } from "./data-model.js";
import { Interlude } from "./interlude.js";
import { TimeLimit } from "./limit.js";
import { Outbox } from "./outbox.js";

const SANDBOX = "allow-scripts allow-same-origin allow-forms allow-modals allow-popups allow-popups-to-escape-sandbox allow-downloads";
const HEARTBEAT = 60000;
const SESSION_TIME = { scorm_12: "cmi.core.session_time", scorm_2004: "cmi.session_time" };

class Player {
  constructor(data) {
    this.data = data;
    this.words = data.words;
    this.state = data.state;
    this.bridge = new Bridge(data.siteOrigin);
    this.clock = new Clock();
    this.contents = new Contents(document, this.words, (request, id) => this.go(request, id));
    this.interlude = new Interlude(document, this.words);
    this.stage = document.querySelector("[data-stage]");
    this.limit = new TimeLimit((closing) => this.notice(this.words[closing ? "timeOverClosing" : "timeOver"], { stays: true }), () => this.#timeOut());
    this.leaving = false;
    this.#listen();
  }

  async start() {
    if (!this.data.readOnly) await this.#restore();
    await this.go("begin", this.data.first);
    this.bridge.tell("ready");
  }

  // Go where a request leads: the server's sequencer answers it, or the part that it names is opened.
  go(request, id) {
    if (this.data.sequenced) return this.#open("naviguer/", { request, target: id || null });
    return id ? this.#open("ouvrir/", { item: id }) : undefined;
  }

  // Open what the server answers, once the part before has said its last word and it has arrived.
  async #open(path, body) {
    if (this.opening) return;
    this.opening = true;
    try {
      const answer = (await this.#close()) && (await this.#ask(path, body));
      if (!answer) this.#failed(() => this.#open(path, body));
      else if (answer.item) this.#begin(answer);
      else this.#pause(answer);
    } finally {
      this.opening = false;
    }
  }

  #listen() {
    const on = (selector, act) => document.querySelectorAll(selector).forEach((element) => element.addEventListener("click", act));
    on("[data-leave]", () => this.bridge.tell("leave"));
    on("[data-here]", () => this.bridge.tell("again"));
    on("[data-retry]", () => { this.#unblock(); this.again(); });
    on("[data-foot-next]", () => this.go("continue", this.navigation.continue));
    on("[data-resume]", () => this.go("begin"));
    document.querySelectorAll("[data-request]").forEach((button) => button.addEventListener("click", () => this.go(button.dataset.request)));
    window.addEventListener("online", () => this.outbox?.failures && this.outbox.send());
    window.addEventListener("pagehide", () => { this.leaving = true; this.#sayGoodbye(); });
    document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") this.outbox?.touch(); });
    window.addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
    setInterval(() => { if (this.part && !this.part.is_sco && this.clock.seconds > 1) this.outbox.send(); }, HEARTBEAT);
  }

  #sayGoodbye() {
    this.clock.tick();
    if (this.part && !this.part.is_sco && this.outbox) this.outbox.finished = true;
    this.outbox?.leave();
  }

  async #restore() {
    const records = Object.entries(await this.bridge.kept());
    for (const [item, record] of records) {
      const answer = await this.#ask("reprendre/", record, true);
      if (!answer) continue;
      this.bridge.tell("forget", { item });
      if (answer.outcome === "stored") this.notice(this.words.restored, { good: true });
      if (answer.outcome === "stale") this.notice(this.words.notRestored);
    }
  }

  // POST, and the answer; null when there was none. A refusal that is final is shown.
  async #ask(path, body, quietly = false) {
    try {
      const response = await fetch(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
      if (response.ok) return await response.json();
      if (response.status === 400 && quietly) return { outcome: "refused" };
      if (response.status === 409 || response.status === 403) this.block((await response.json()).message, { here: true });
    } catch {
      // No line: the caller says so.
    }
    return null;
  }

  // Nothing is open: between two parts, or at the end.
  #pause(answer) {
    this.#unblock();
    this.limit.start(null);
    this.part = null;
    this.outbox = null;
    delete window.API;
    delete window.API_1484_11;
    this.navigation = answer.navigation;
    this.#foot("");
    this.#drawState(answer.state);
    this.interlude.show(answer);
    this.bridge.tell("state");
  }

  #begin(answer) {
    this.#unblock();
    this.interlude.hide();
    this.part = answer;
    this.navigation = answer.navigation;
    this.saysTime = false;
    this.ended = false;
    this.clock.restart();
    this.clock.sign();
    this.model = new DataModel(this.data.table, answer.values, { access: answer.access, allows: (request, target) => this.#allows(request, target) });
    this.outbox = this.#makeOutbox(answer);
    this.#offerApi();
    this.#drawState(answer.state);
    this.#foot("");
    this.#frame(answer);
    this.limit.start(answer.limit);
  }

  // The part did not leave when its time was over: it is closed, as ended.
  async #timeOut() {
    if (this.ended || this.opening) return;
    if (this.data.sequenced) {
      this.go("exit");
      return;
    }
    this.opening = true;
    this.outbox.finished = true;
    const isSent = await this.#close();
    this.opening = false;
    if (isSent) this.#pause({ item: null, ended: false, message: this.words.timeOver, navigation: this.navigation, state: this.state });
  }

  #makeOutbox(part) {
    const { item } = part;
    const told = {
      answered: (state) => { this.#learn(state); this.bridge.tell("state"); },
      lost: () => this.notice(this.words.lost, { stays: true }),
      back: () => this.notice(this.words.sent, { good: true }),
      refused: () => this.notice(this.words.refused),
      blocked: ({ message }) => this.block(message, { here: true }),
      keep: (record) => this.bridge.tell("keep", { item, record }),
      forget: () => this.bridge.tell("forget", { item }),
    };
    const outbox = new Outbox({
      url: "commit/",
      part: { item, launch: this.data.launch, sequence: part.sequence },
      model: this.model,
      seconds: () => (this.saysTime ? 0 : Math.round(this.clock.seconds)),
      told,
    });
    outbox.stopped = this.data.readOnly;
    return outbox;
  }

  #offerApi() {
    delete window.API;
    delete window.API_1484_11;
    if (!this.part.is_sco) return;
    const hooks = {
      initialized: () => this.bridge.tell("state"),
      changed: (element) => this.#changed(element),
      commit: () => this.#commit(),
      terminated: () => this.#terminated(),
    };
    if (this.data.standard === "scorm_12") window.API = api12(this.model, hooks);
    else window.API_1484_11 = api2004(this.model, hooks);
  }

  #changed(element) {
    if (element === SESSION_TIME[this.data.standard]) this.saysTime = true;
    if (this.leaving) this.outbox.keep();
    else this.outbox.touch(element);
  }

  #commit() {
    if (this.leaving) this.outbox.leave();
    else this.outbox.send();
    return this.data.readOnly || !this.outbox.stopped;
  }

  #terminated() {
    this.ended = true;
    this.outbox.finished = true;
    if (this.leaving) return this.outbox.leave();
    const sent = this.outbox.finish();
    // The part is still inside its call: what it asked for happens when it has returned.
    if (!this.closing) sent.then(() => setTimeout(() => this.#follow(), 0));
    return undefined;
  }

  // What the part asked for when it ended (adl.nav.request), else what may come next.
  #follow() {
    if (this.closing || this.opening) return;
    const asked = this.model.values.get("adl.nav.request") || "_none_";
    const [, target, kind] = /^\{target=(.+)\}(choice|jump)$/.exec(asked) || [];
    const request = kind || (asked === "_none_" && this.#isOver() ? "exitAll" : asked);
    if (this.data.sequenced && request !== "_none_") this.go(request, target);
    else if (target && this.#allows("choice", target)) this.go("choice", target);
    else if (request === "continue" && this.navigation.continue) this.go(request, this.navigation.continue);
    else if (request === "previous" && this.navigation.previous) this.go(request, this.navigation.previous);
    else this.#sayEnd(request);
  }

  // RTE 4.2.8: these exits are from the whole module.
  #isOver() {
    return ["time-out", "logout"].includes(this.model.values.get("cmi.exit"));
  }

  #sayEnd(request) {
    const done = this.state.completed;
    const left = ["suspendAll", "abandon", "abandonAll"].includes(request) || !this.#isDone(this.part.item);
    this.#foot(done ? this.words.allDone : left ? this.words.left : this.words.partDone, !done);
  }

  #isDone(item) {
    const part = this.state.outline.find((entry) => entry.id === item);
    return ["completed", "passed", "failed"].includes(part?.state);
  }

  #allows(request, target) {
    if (this.navigation.sequenced) return this.contents.allows(request, target);
    if (request === "choice" || request === "jump") return this.navigation.choices.includes(target);
    return Boolean(this.navigation[request]);
  }

  #frame(part) {
    const frame = document.createElement("iframe");
    frame.title = this.state.outline.find((entry) => entry.id === part.item)?.title || "";
    frame.setAttribute("sandbox", SANDBOX);
    frame.setAttribute("allow", "fullscreen; autoplay; unload");
    frame.src = this.data.files + part.address;
    frame.addEventListener("load", () => {
      try {
        this.clock.watch(frame.contentWindow);
      } catch {
        // The part has gone to a page of another origin: no signs from there.
      }
    });
    this.stage.replaceChildren(frame);
    if (document.activeElement === document.body) frame.focus();
  }

  // Let the part run its unload and hear what it says then; true when all of it has arrived.
  async #close() {
    const frame = this.stage.querySelector("iframe");
    if (!frame) return true;
    this.closing = true;
    await emptied(frame);
    frame.remove();
    this.clock.tick();
    const { outbox } = this;
    if (!outbox) this.closing = false;
    else if (outbox.stopped) this.closing = false;
    else if ((!this.part.is_sco || outbox.finished) && !outbox.toldFinished) await outbox.finish();
    else if (this.model.changes().length || outbox.sending) await outbox.send();
    this.closing = false;
    return outbox ? (outbox.stopped ? this.data.readOnly : outbox.failures === 0) : true;
  }

  // A commit's answer: where things stand, and where one may go now.
  #learn({ navigation, ...state }) {
    if (navigation) this.navigation = navigation;
    this.#drawState(state);
  }

  #drawState(state) {
    this.state = state;
    this.contents.draw(state.outline, this.part?.item, this.navigation);
  }

  #foot(text, withNext = false) {
    const foot = document.querySelector("[data-foot]");
    foot.hidden = !text;
    foot.querySelector("[data-foot-text]").textContent = text;
    foot.querySelector("[data-foot-next]").hidden = !(withNext && this.contents.mayContinue);
  }

  #failed(again) {
    if (!document.querySelector("[data-blocked]").hidden) return;
    this.again = again;
    this.block(this.words.failed, { retry: true });
  }

  notice(text, { stays = false, good = false } = {}) {
    const place = document.querySelector("[data-notice]");
    place.textContent = text;
    place.classList.toggle("lecture__notice--good", good);
    clearTimeout(this.noticeTimer);
    if (!stays) this.noticeTimer = setTimeout(() => { place.textContent = ""; }, 8000);
  }

  // here: the module may be taken up again in this tab; retry: the part may open at another try.
  block(message, { here = false, retry = false }) {
    document.querySelector("[data-blocked-text]").textContent = message || this.words.failed;
    document.querySelector("[data-retry]").hidden = !retry;
    document.querySelector("[data-here]").hidden = !here;
    document.querySelector("[data-blocked]").hidden = false;
    this.stage.inert = true;
    this.bridge.tell("blocked");
  }

  #unblock() {
    document.querySelector("[data-blocked]").hidden = true;
    this.stage.inert = false;
  }
}

function emptied(frame) {
  return new Promise((resolve) => {
    frame.addEventListener("load", resolve, { once: true });
    setTimeout(resolve, 2000);
    frame.contentWindow.location.replace("about:blank");
  });
}

new Player(JSON.parse(document.getElementById("lecture").textContent)).start();
