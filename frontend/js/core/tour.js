// The guided visit of a page: a bubble beside each place, from one to the next by button or keyboard. Never a modal: the page
// stays within reach, Escape leaves, and the focus goes back where it was.

const GAP = 12;
const EDGE = 16;

const calm = () => document.documentElement.dataset.motion === "less" || matchMedia("(prefers-reduced-motion: reduce)").matches;
const shown = (element) => element && element.getClientRects().length > 0;

class Tour {
  constructor(offer) {
    this.offer = offer;
    this.status = offer.querySelector("[data-tour-status]");
    this.tip = offer.querySelector("template").content.querySelector(".tour-tip").cloneNode(true);
    this.tip.querySelector("[data-tour-next]").addEventListener("click", () => this.go(this.at + 1));
    this.tip.querySelector("[data-tour-back]").addEventListener("click", () => this.go(this.at - 1));
    this.tip.querySelector("[data-tour-stop]").addEventListener("click", () => this.stop());
    this.onKey = (event) => { if (event.key === "Escape") this.stop(); };
    this.onResize = () => this.place();
  }

  get steps() {
    return [...this.offer.querySelectorAll("[data-tour-steps] > li")]
      .map((step) => ({ title: step.querySelector("strong").textContent, text: step.querySelector("p").textContent, place: document.querySelector(step.dataset.target) }))
      .filter((step) => shown(step.place));
  }

  start() {
    this.way = this.steps;
    if (!this.way.length || this.tip.isConnected) return;
    this.before = document.activeElement;
    document.body.append(this.tip);
    document.addEventListener("keydown", this.onKey);
    addEventListener("resize", this.onResize);
    this.go(0);
  }

  go(number) {
    if (number >= this.way.length) return this.stop();
    this.leave();
    this.at = Math.max(0, number);
    const { title, text, place } = this.way[this.at];
    this.tip.querySelector("#tour-tip-title").textContent = title;
    this.tip.querySelector("#tour-tip-text").textContent = text;
    this.tip.querySelector("[data-tour-number]").textContent = this.at + 1;
    this.tip.querySelector("[data-tour-total]").textContent = this.way.length;
    this.tip.querySelector("[data-tour-back]").hidden = this.at === 0;
    const next = this.tip.querySelector("[data-tour-next]");
    next.dataset.more ??= next.textContent;
    next.textContent = this.at === this.way.length - 1 ? next.dataset.last : next.dataset.more;
    place.classList.add("tour-target");
    this.place();
    this.tip.focus({ preventScroll: true });
    this.tip.scrollIntoView({ block: "center", behavior: calm() ? "auto" : "smooth" });
  }

  place() {
    const around = this.way[this.at].place.getBoundingClientRect();
    const page = document.documentElement;
    const high = this.tip.offsetHeight;
    const wide = this.tip.offsetWidth;
    const below = around.bottom + GAP + scrollY;
    const above = around.top - GAP - high + scrollY;
    const block = below + high <= page.scrollHeight || above < 0 ? below : above;
    const start = getComputedStyle(page).direction === "rtl" ? page.clientWidth - around.right : around.left;
    const inline = Math.max(EDGE, Math.min(start, page.clientWidth - wide - EDGE));
    this.tip.style.setProperty("--tour-block", `${Math.max(0, block)}px`);
    this.tip.style.setProperty("--tour-inline", `${inline}px`);
  }

  leave() {
    document.querySelector(".tour-target")?.classList.remove("tour-target");
  }

  stop() {
    this.leave();
    this.tip.remove();
    document.removeEventListener("keydown", this.onKey);
    removeEventListener("resize", this.onResize);
    this.remember();
    const back = shown(this.before) && this.before !== document.body ? this.before : document.querySelector("main h1, main");
    if (!back.matches("a, button, input, select, textarea, [tabindex]")) back.tabIndex = -1;
    this.hide();
    (shown(back) ? back : document.querySelector("main")).focus();
  }

  remember() {
    const form = this.offer.querySelector("[data-tour-seen]");
    fetch(form.action, { method: "POST", body: new FormData(form), redirect: "manual" }).catch(() => {});
  }

  // The offer goes; its status stays to be read aloud.
  hide() {
    const place = document.createElement("div");
    place.append(this.status);
    this.offer.replaceWith(place);
    this.status.textContent = this.status.dataset.over;
    this.offer = place;
    this.forget();
  }

  forget() {
    const address = new URL(location.href);
    if (!address.searchParams.has("visite")) return;
    address.searchParams.delete("visite");
    history.replaceState(history.state, "", address);
  }
}

export function startTours(root) {
  for (const offer of root.querySelectorAll("[data-tour-offer]:not([data-tour-ready])")) {
    offer.dataset.tourReady = "";
    const tour = new Tour(offer);
    offer.querySelector("[data-tour-start]").addEventListener("click", (event) => {
      event.preventDefault();
      tour.start();
    });
    if ("tourAsked" in offer.dataset) tour.start();
  }
}
