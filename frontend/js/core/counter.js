// Characters left below a text area.
import { word } from "./words.js";

export function startCounters(root) {
  for (const counter of root.querySelectorAll("[data-counter]")) {
    const area = document.getElementById(counter.dataset.counter);
    const update = () => {
      const left = Number(counter.dataset.max) - [...area.value].length;
      counter.textContent = `${Math.abs(left)} ${word(left < 0 ? "over" : "left")}`;
      counter.toggleAttribute("data-over", left < 0);
    };
    area.addEventListener("input", update);
    update();
  }
}
