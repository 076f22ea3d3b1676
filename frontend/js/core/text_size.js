// The text's size changes at once; the server keeps it. Without this module the form reloads the page.

function choose(form, button) {
  document.documentElement.dataset.textSize = button.value;
  for (const other of form.querySelectorAll("button[name=size]")) {
    other.setAttribute("aria-pressed", String(other === button));
  }
}

export function startTextSizes(root) {
  for (const form of root.querySelectorAll("[data-text-sizes]")) {
    form.addEventListener("submit", (event) => {
      const button = event.submitter;
      if (!button || button.name !== "size") return;
      event.preventDefault();
      const body = new FormData(form, button);
      choose(form, button);
      fetch(form.action, { method: "POST", body, redirect: "manual" }).catch(() => form.submit());
    });
  }
}
