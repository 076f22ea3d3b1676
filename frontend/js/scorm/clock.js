// Seconds during which the page is in view and somebody is there.

const STILL_THERE = 5 * 60 * 1000;
const SIGNS = ["pointerdown", "pointermove", "keydown", "wheel", "scroll", "touchstart"];

export class Clock {
  constructor(page = document, now = () => performance.now()) {
    this.page = page;
    this.now = now;
    this.sign();
    this.watch(page.defaultView);
    page.defaultView.setInterval(() => this.tick(), 1000);
    page.addEventListener("visibilitychange", () => this.tick());
    this.restart();
  }

  restart() {
    this.seconds = 0;
    this.before = this.now();
  }

  sign() {
    this.seen = this.now();
  }

  // Signs of life in a window: the player's own, then each part's.
  watch(view) {
    SIGNS.forEach((name) => view.addEventListener(name, () => this.sign(), { passive: true, capture: true }));
  }

  tick() {
    const now = this.now();
    const there = this.page.visibilityState === "visible" && now - this.seen < STILL_THERE;
    // A laptop that slept has not been looked at.
    if (there && now - this.before < 10000) this.seconds += (now - this.before) / 1000;
    this.before = now;
  }
}
