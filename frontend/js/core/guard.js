// Leaving a page with unsent changes asks first: <form data-guard>. Sending the form, or a save told by
// a "saved" event on it, lifts the guard.

export function startGuards(root) {
  const changed = new Set();
  const warn = (event) => event.preventDefault();
  const mark = (form, dirty) => {
    changed[dirty ? "add" : "delete"](form);
    if (changed.size) window.addEventListener("beforeunload", warn);
    else window.removeEventListener("beforeunload", warn);
  };
  for (const form of root.querySelectorAll("form[data-guard]")) {
    form.addEventListener("input", () => mark(form, true));
    form.addEventListener("submit", () => mark(form, false));
    form.addEventListener("saved", () => mark(form, false));
  }
}
