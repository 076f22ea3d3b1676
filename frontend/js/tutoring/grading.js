// The grading page: the draft saves itself, comments go in where the cursor is, keys do what buttons do.
// Without this script every button still works.

const WAIT = 1500;
const form = document.querySelector("[data-grading]");

function status(text, failed = false) {
  const line = form.querySelector("[data-status]");
  line.textContent = text;
  line.toggleAttribute("data-failed", failed);
}

// --- The draft on the server ---

let timer = 0;
let sending = null;
let changed = false;

function body() {
  const data = new FormData(form);
  data.delete("feedback_file");
  data.delete("remove_feedback_file");
  data.set("action", "draft");
  return data;
}

async function save(options = {}) {
  changed = false;
  try {
    const response = await fetch(location.href, { method: "POST", body: body(), headers: { Accept: "application/json" }, ...options });
    if (!response.headers.get("Content-Type")?.includes("json")) return;
    const answer = await response.json();
    if (answer.version) form.elements.version.value = answer.version;
    status(answer.message, !response.ok);
  } catch {
    // The line is cut: what was typed stays on the page, and on the device.
    changed = true;
  }
}

// One at a time: each sending needs the version that the one before brought back.
function saveSoon() {
  changed = true;
  clearTimeout(timer);
  timer = setTimeout(async () => {
    await sending;
    const mine = save();
    sending = mine;
    await mine;
    if (sending === mine) sending = null;
  }, WAIT);
}

// The next work and the one before open once the draft has arrived: coming back at once would show the work without it.
async function turnPage(event) {
  const link = event.target.closest?.("[data-next], [data-previous]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || !(changed || sending)) return;
  event.preventDefault();
  clearTimeout(timer);
  while (sending) await sending;
  if (changed) await save();
  location.assign(link.href);
}

// --- Comments ---

function insert(text) {
  const field = form.elements.feedback;
  const before = field.value.slice(0, field.selectionStart);
  const gap = before && !before.endsWith("\n") ? "\n" : "";
  field.focus();
  field.setRangeText(gap + text, field.selectionStart, field.selectionEnd, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

// --- Keys ---

function press(event) {
  const command = event.ctrlKey || event.metaKey;
  const wanted =
    command && event.key === "Enter" ? "[data-publish]"
      : command && event.key === "s" ? "[data-draft]"
        : event.altKey && event.key === "PageDown" ? "[data-next]"
          : event.altKey && event.key === "PageUp" ? "[data-previous]"
            : "";
  const target = wanted && document.querySelector(wanted);
  if (!target) return;
  event.preventDefault();
  target.click();
}

async function submit(event) {
  clearTimeout(timer);
  // What is sent holds everything: no draft follows it when the page goes.
  changed = false;
  if (!sending) return;
  // Let the draft on its way arrive first, and one that waited for it, or they would cross.
  event.preventDefault();
  const button = event.submitter;
  while (sending) await sending;
  // A form does not submit again from within its own submit event.
  setTimeout(() => form.requestSubmit(button));
}

if (form) {
  form.addEventListener("input", (event) => {
    if (event.target.type !== "file" && event.target.type !== "checkbox") saveSoon();
  });
  form.addEventListener("submit", submit);
  form.addEventListener("click", (event) => {
    const comment = event.target.closest("[data-comment]");
    if (!comment) return;
    event.preventDefault();
    insert(comment.dataset.comment);
  });
  addEventListener("pagehide", () => {
    if (changed) save({ keepalive: true });
  });
}
document.addEventListener("keydown", press);
if (form) document.addEventListener("click", turnPage);
