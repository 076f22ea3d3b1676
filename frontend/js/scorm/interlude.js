// The clear page between two parts of a sequenced module, and at its end: where one stands, what to do next.

export class Interlude {
  constructor(page, words) {
    this.words = words;
    this.root = page.querySelector("[data-interlude]");
    this.stage = page.querySelector("[data-stage]");
    this.title = this.root.querySelector("[data-interlude-title]");
    this.text = this.root.querySelector("[data-interlude-text]");
  }

  // answer: of scorm_navigation.navigate, when nothing is opened.
  show({ ended, message, navigation, state }) {
    const more = (navigation.requests || []).includes("continue");
    const kind = ended ? (state.completed ? "done" : "left") : "between";
    this.title.textContent = this.words[`${kind}Title`];
    this.text.textContent = message || this.words[`${kind}Text`];
    this.root.querySelector("[data-resume]").hidden = kind !== "left";
    this.root.querySelector("[data-request=continue]").hidden = ended || !more || (navigation.hiddenControls || []).includes("continue");
    this.stage.replaceChildren();
    this.stage.hidden = true;
    this.root.hidden = false;
    this.title.focus();
  }

  hide() {
    this.root.hidden = true;
    this.stage.hidden = false;
  }
}
