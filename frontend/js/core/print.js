// A button that prints the page; without this module it stays hidden, and the browser's own menu prints.

export function startPrint(root) {
  for (const button of root.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => print());
  }
}
