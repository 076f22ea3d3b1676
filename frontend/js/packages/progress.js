// Follows an import: asks for its state every second, and shows the result page when it is over.

const PAUSE = 1000;
let misses = 0;

async function refresh() {
  const current = document.querySelector("[data-import-state]");
  try {
    const answer = await fetch(current.dataset.url, { headers: { "X-Requested-With": "XMLHttpRequest" } });
    if (!answer.ok) throw new Error(String(answer.status));
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const next = page.querySelector("[data-import-state]");
    if (next.dataset.over === "true") {
      window.location.reload();
      return;
    }
    current.replaceWith(next);
    misses = 0;
  } catch {
    misses += 1;
  }
  setTimeout(refresh, PAUSE * Math.min(10, misses + 1));
}

setTimeout(refresh, PAUSE);
