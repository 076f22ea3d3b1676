// After a refused form the reader starts at the summary; its links lead into the controls.

function control(id) {
  const target = document.getElementById(id);
  return target?.matches("input, select, textarea, button") ? target : target?.querySelector("input, select, textarea, button");
}

export function startErrorSummaries(root) {
  for (const summary of root.querySelectorAll("[data-error-summary]")) {
    summary.focus();
    summary.addEventListener("click", (event) => {
      const link = event.target.closest("a[href^='#']");
      const field = link && control(link.hash.slice(1));
      if (!field) return;
      event.preventDefault();
      field.focus();
    });
  }
}
