// The parts of a module: what was done in another tab shows as soon as one comes back to this one.

const parts = document.querySelector("[data-units]");
let away = false;

async function refresh() {
  try {
    const response = await fetch(location.href, { headers: { "X-Requested-With": "fetch" } });
    if (!response.ok) return;
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    for (const name of ["[data-units]", "[data-units-end]"]) {
      const [old, fresh] = [document.querySelector(name), page.querySelector(name)];
      if (old && fresh && old.innerHTML !== fresh.innerHTML) old.replaceChildren(...fresh.childNodes);
    }
  } catch {
    // No line: the page stays as it is.
  }
}

parts.addEventListener("submit", (event) => { away = event.submitter?.hasAttribute("data-own-window") ?? false; });
document.addEventListener("visibilitychange", () => { if (away && !document.hidden) refresh(); });
window.addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
