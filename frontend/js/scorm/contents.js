// The table of contents: parts with their state, the bar with previous, next and the ways out.
// navigation: of scorm_outline.navigation (identifiers), or of a sequenced package (scorm_sequencing.Course.navigation).
import { renew } from "../core/renew.js";

export class Contents {
  // choose(request, id): what to do when a request is made; id: the part, where it is known.
  constructor(page, words, choose) {
    this.words = words;
    this.choose = choose;
    this.bar = page.querySelector("[data-bar]");
    this.panel = page.querySelector("[data-contents]");
    this.list = this.panel.querySelector("ol");
    this.toggle = page.querySelector("[data-toggle]");
    this.icons = page.querySelector("[data-icons]").content;
    this.previous = page.querySelector("[data-previous]");
    this.next = page.querySelector("[data-next]");
    this.wide = page.defaultView.matchMedia("(min-width: 64rem)");
    this.toggle.addEventListener("click", () => this.show(this.panel.hidden, true));
    this.menu = page.querySelector("[data-menu]");
    this.previous.addEventListener("click", () => this.choose("previous", this.navigation.previous));
    this.next.addEventListener("click", () => this.choose("continue", this.navigation.continue));
    this.menu.addEventListener("click", (event) => { if (event.target.closest("button")) this.menu.open = false; });
    page.addEventListener("keydown", (event) => { if (event.key === "Escape") this.#closeAll(); });
  }

  // Is the request valid now, as the server last said?
  allows(request, target) {
    const { navigation } = this;
    if (request === "choice") return navigation.choices.includes(target);
    if (!navigation.sequenced) return Boolean(navigation[request]);
    return request === "jump" ? navigation.jumps.includes(target) : navigation.requests.includes(request);
  }

  get mayContinue() {
    return Boolean(this.navigation) && this.allows("continue") && !this.#isHidden("continue");
  }

  // outline: see scorm_outline.py. A package of one part has no table of contents.
  draw(outline, current, navigation) {
    const parts = outline.filter((part) => part.opens);
    this.navigation = navigation;
    if (parts.length < 2 && !navigation.sequenced) return;
    if (this.bar.hidden) {
      this.bar.hidden = false;
      this.toggle.hidden = parts.length < 2;
      this.show(this.wide.matches && parts.length > 1, false);
    }
    const hidden = new Set(navigation.hidden);
    const shown = outline.filter((part) => part.shown && !hidden.has(part.id));
    const place = this.#focused();
    renew(this.list, shown.map((part) => this.#row(part, current, navigation)));
    if (place) this.list.querySelector(`[data-id="${CSS.escape(place)}"]`)?.focus();
    this.#drawBar(parts, current);
  }

  show(open, withFocus) {
    this.panel.hidden = !open;
    this.toggle.setAttribute("aria-expanded", String(open));
    if (!withFocus) return;
    const target = open ? this.panel.querySelector("[aria-current]") || this.panel.querySelector("button") : this.toggle;
    target?.focus();
  }

  closeOverlay() {
    if (!this.wide.matches) this.show(false, false);
  }

  #drawBar(parts, current) {
    const at = parts.findIndex((part) => part.id === current);
    const text = this.words.count.replace("%(number)s", at + 1).replace("%(total)s", parts.length);
    this.bar.querySelector("[data-count]").textContent = at < 0 || parts.length < 2 ? "" : text;
    this.bar.querySelector("[data-part]").textContent = parts[at]?.title || "";
    this.previous.disabled = !this.allows("previous");
    this.next.disabled = !this.allows("continue");
    this.previous.hidden = this.#isHidden("previous") || parts.length < 2;
    this.next.hidden = this.#isHidden("continue") || parts.length < 2;
    this.#drawMenu();
  }

  // The ways out, for packages that are sequenced.
  #drawMenu() {
    const buttons = [...this.menu.querySelectorAll("[data-request]")];
    for (const button of buttons) {
      button.hidden = !this.navigation.sequenced || this.#isHidden(button.dataset.request);
      button.disabled = !button.hidden && !this.allows(button.dataset.request);
    }
    this.menu.hidden = buttons.every((button) => button.hidden || button.disabled);
  }

  #isHidden(control) {
    return (this.navigation.hiddenControls || []).includes(control);
  }

  #focused() {
    return this.list.contains(document.activeElement) ? document.activeElement.dataset.id : null;
  }

  #closeAll() {
    if (this.menu.open) {
      this.menu.open = false;
      this.menu.querySelector("summary").focus();
    } else if (!this.wide.matches) this.show(false, true);
  }

  #row(part, current, navigation) {
    const row = document.createElement("li");
    row.className = `part part--depth-${Math.min(part.depth, 4)}`;
    const chosen = navigation.choices.includes(part.id);
    if (!part.opens && !chosen) {
      row.classList.add("part--heading");
      row.textContent = part.title;
      return row;
    }
    const button = document.createElement("button");
    button.type = "button";
    button.dataset.id = part.id;
    button.className = `part__button part__button--${part.state || "cluster"}`;
    button.disabled = !chosen;
    if (part.id === current) button.setAttribute("aria-current", "step");
    button.append(label(part.title));
    if (part.opens) {
      button.prepend(this.icons.querySelector(`[data-icon=${part.state}]`).firstElementChild.cloneNode(true));
      button.append(this.#state(part));
    }
    button.addEventListener("click", () => { this.closeOverlay(); this.choose("choice", part.id); });
    row.append(button);
    return row;
  }

  #state(part) {
    const state = document.createElement("span");
    const word = this.words[part.state === "failed" ? "failedPart" : part.state];
    state.className = "part__state";
    state.textContent = part.score === null ? word : `${word} · ${part.score}\u00a0%`;
    return state;
  }
}

function label(text) {
  const title = document.createElement("span");
  title.className = "part__title";
  title.textContent = text;
  return title;
}
