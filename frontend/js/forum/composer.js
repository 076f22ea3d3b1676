// Help for writing a message in Markdown: tools above the text (arrows move among them, Ctrl+B, Ctrl+I and Ctrl+K do the
// same from the text), and a preview that leaves the page where it is. Without this module the form previews by itself.

function change(area, start, end, text, select) {
  area.focus();
  area.setRangeText(text, start, end, "end");
  if (select) area.setSelectionRange(...select);
  area.dispatchEvent(new Event("input", { bubbles: true }));
}

function wrap(area, mark) {
  const { selectionStart: start, selectionEnd: end, value } = area;
  const inside = value.slice(start, end);
  change(area, start, end, `${mark}${inside}${mark}`, [start + mark.length, end + mark.length]);
}

function beginLines(area, mark) {
  const start = area.value.lastIndexOf("\n", area.selectionStart - 1) + 1;
  const end = area.selectionEnd;
  const lines = area.value.slice(start, end).split("\n");
  const all = lines.every((line) => line.startsWith(mark));
  change(area, start, end, lines.map((line) => (all ? line.slice(mark.length) : mark + line)).join("\n"));
}

function link(area) {
  const { selectionStart: start, selectionEnd: end, value } = area;
  const inside = value.slice(start, end);
  const text = `[${inside}](https://)`;
  const cursor = inside ? start + text.length - 1 : start + 1;
  change(area, start, end, text, [cursor, cursor]);
}

function use(tool, area) {
  if (tool.dataset.wrap) wrap(area, tool.dataset.wrap);
  else if (tool.dataset.line) beginLines(area, tool.dataset.line);
  else link(area);
}

function rove(bar) {
  const tools = [...bar.querySelectorAll("button")];
  const only = (current) => tools.forEach((tool) => { tool.tabIndex = tool === current ? 0 : -1; });
  only(tools[0]);
  bar.addEventListener("keydown", (event) => {
    const forward = getComputedStyle(bar).direction === "rtl" ? "ArrowLeft" : "ArrowRight";
    const at = tools.indexOf(document.activeElement);
    const moves = { Home: 0, End: tools.length - 1 };
    if (event.key === "ArrowLeft" || event.key === "ArrowRight") moves[event.key] = (at + (event.key === forward ? 1 : -1) + tools.length) % tools.length;
    if (!(event.key in moves)) return;
    event.preventDefault();
    only(tools[moves[event.key]]);
    tools[moves[event.key]].focus();
  });
}

function startTools(box) {
  const [bar, area] = [box.querySelector("[data-tools]"), box.querySelector("textarea")];
  bar.hidden = false;
  rove(bar);
  bar.addEventListener("click", (event) => {
    const tool = event.target.closest("button");
    if (tool) use(tool, area);
  });
  area.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
    const tool = bar.querySelector(`[data-key="${event.key.toLowerCase()}"]`);
    if (!tool) return;
    event.preventDefault();
    use(tool, area);
  });
}

async function preview(form, button) {
  const place = form.querySelector("[data-preview]");
  button.setAttribute("aria-busy", "true");
  const response = await fetch(form.action, { method: "POST", body: new FormData(form, button) });
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const found = page.querySelector("[data-preview]");
  button.removeAttribute("aria-busy");
  if (!response.ok || !found) throw new Error("no preview");
  place.replaceChildren(...found.children);
  place.firstElementChild?.scrollIntoView({ block: "nearest" });
}

function startPreview(form) {
  const button = form.querySelector("button[name=preview]");
  button?.addEventListener("click", (event) => {
    if (!form.querySelector("textarea").value.trim() || button.dataset.plain) return;
    event.preventDefault();
    preview(form, button).catch(() => { button.dataset.plain = "1"; button.click(); });
  });
}

for (const box of document.querySelectorAll("[data-composer]")) {
  startTools(box);
  startPreview(box.closest("form"));
}
