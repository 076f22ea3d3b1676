// The button that shows what is being typed in a password field; it stays hidden where no script runs.
import { word } from "./words.js";

export function startPasswords(root) {
  for (const box of root.querySelectorAll("[data-password]")) {
    const [input, button] = [box.querySelector("input"), box.querySelector("button")];
    const label = button.querySelector("span");
    const show = (shown) => {
      input.type = shown ? "text" : "password";
      button.setAttribute("aria-pressed", String(shown));
      label.textContent = word(shown ? "hide" : "show");
    };
    button.hidden = false;
    button.addEventListener("click", () => show(input.type === "password"));
    input.form?.addEventListener("submit", () => show(false));
  }
}
