// Copy a value: <button data-copy="id of the input">, hidden until a script can do it.
import { toast } from "./toast.js";
import { word } from "./words.js";

export function startCopy(root) {
  if (!navigator.clipboard) return;
  for (const button of root.querySelectorAll("[data-copy]")) {
    const source = document.getElementById(button.dataset.copy);
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(source.value ?? source.textContent.trim());
      toast(word("copied"));
    });
  }
}
