// A running quiz: each answer is saved when it changes, the count and the time left are shown, the end of the time sends.
const form = document.querySelector("[data-quiz]");
const finishing = document.querySelector("[data-quiz-finish]");
const clock = document.querySelector("[data-countdown]");
const saved = document.querySelector("[data-quiz-saved]");
const pending = new Map();
let sending = false;

function say(state) {
  if (saved) saved.textContent = state ? saved.dataset[state] : "";
}

function fieldsOf(question) {
  return [...question.querySelectorAll("input, select")];
}

function isAnswered(question) {
  return fieldsOf(question).some((field) => (field.type === "radio" || field.type === "checkbox" ? field.checked : field.value.trim() !== ""));
}

function count() {
  const questions = [...form.querySelectorAll("[data-question]")];
  const answered = questions.filter(isAnswered).length;
  const words = document.querySelector("[data-quiz-count]");
  words.textContent = words.dataset.one.replace("{answered}", answered).replace("{count}", questions.length);
  document.querySelector("[data-quiz-progress]").value = answered;
}

function bodyOf(question) {
  const body = new FormData();
  body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  body.set("question", question.dataset.question);
  for (const field of fieldsOf(question)) {
    const marked = field.type === "radio" || field.type === "checkbox";
    if (!marked || field.checked) body.append(field.name, field.value);
  }
  return body;
}

async function save() {
  if (sending || !pending.size) return;
  sending = true;
  const [id, question] = pending.entries().next().value;
  pending.delete(id);
  say("saving");
  try {
    const response = await fetch(form.action, { method: "POST", body: bodyOf(question), headers: { "X-Requested-With": "fetch" } });
    if (response.status === 409) location.reload();
    else if (!response.ok) throw new Error(String(response.status));
    say(pending.size ? "saving" : "saved");
  } catch {
    pending.set(id, question);
    say("failed");
    setTimeout(save, 5000);
    sending = false;
    return;
  }
  sending = false;
  save();
}

function warnOfSamePlace(question) {
  const note = question.querySelector("[data-ordering-note]");
  if (!note) return;
  const places = fieldsOf(question).map((field) => field.value).filter(Boolean);
  note.hidden = new Set(places).size === places.length;
}

function changed(event) {
  const question = event.target.closest("[data-question]");
  if (!question) return;
  pending.set(question.dataset.question, question);
  warnOfSamePlace(question);
  count();
  save();
}

function watchText() {
  let timer;
  form.addEventListener("input", (event) => {
    if (event.target.type !== "text") return;
    clearTimeout(timer);
    timer = setTimeout(() => changed(event), 1200);
  });
}

function sendAll() {
  const target = form ?? finishing;
  if (form) {
    const then = document.createElement("input");
    then.type = "hidden";
    then.name = "then";
    then.value = "time";
    form.append(then);
  }
  target.submit();
}

// The seconds are for the eyes; a screen reader is told at ten, five and one minute, and at the end.
function countDown() {
  const end = performance.now() + Number(clock.dataset.countdown) * 1000;
  const warning = document.querySelector("[data-countdown-warning]");
  const told = new Set();
  const timer = setInterval(() => {
    const left = Math.max(0, Math.round((end - performance.now()) / 1000));
    clock.textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
    clock.toggleAttribute("data-short", left <= 60);
    for (const mark of [10, 5, 1]) {
      if (left === mark * 60 && !told.has(mark)) {
        told.add(mark);
        warning.textContent = mark === 1 ? warning.dataset.minute : `${mark} ${warning.dataset.minutes}`;
      }
    }
    if (left === 0) {
      clearInterval(timer);
      warning.textContent = warning.dataset.over;
      sendAll();
    }
  }, 1000);
}

if (form) {
  form.addEventListener("change", changed);
  watchText();
  form.querySelectorAll("[data-question]").forEach(warnOfSamePlace);
  form.addEventListener("submit", () => pending.clear());
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.tagName === "INPUT") event.preventDefault();
  });
  window.addEventListener("online", save);
  window.addEventListener("beforeunload", (event) => { if (pending.size) event.preventDefault(); });
}
if (clock) countDown();
