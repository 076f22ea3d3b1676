// Between the player page (content origin) and the step's page (site origin) around it: short messages, checked by origin.
// The step's page keeps what could not be sent: content of another module cannot read it there.

export class Bridge {
  constructor(siteOrigin, page = window) {
    this.siteOrigin = siteOrigin;
    this.page = page;
    this.around = page.parent;
    // Parts look for their API from window to window up to the topmost. The one above is another origin's, where looking
    // is an error that stops them: for them this page is the topmost (`parent` may be replaced, HTML 7.2.2.3).
    page.parent = page;
    this.waiting = [];
    page.addEventListener("message", (event) => this.#receive(event));
  }

  tell(type, details = {}) {
    if (this.around !== this.page) this.around.postMessage({ lecture: type, ...details }, this.siteOrigin);
  }

  // What a former launch could not send: item → {launch, commit}; {} when the step's page does not answer.
  kept(patience = 800) {
    if (this.around === this.page) return Promise.resolve({});
    return new Promise((resolve) => {
      this.waiting.push(resolve);
      this.page.setTimeout(() => resolve({}), patience);
      this.tell("ask");
    });
  }

  #receive(event) {
    if (event.origin !== this.siteOrigin || event.source !== this.around) return;
    if (event.data?.lecture === "kept") this.waiting.splice(0).forEach((resolve) => resolve(event.data.records || {}));
  }
}
