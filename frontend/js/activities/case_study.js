// The draft of a case study: its text is saved as one writes, each file is sent as soon as it is chosen or dropped.
// What was written or chosen before this script came is saved and sent as well.
// A button pressed while a file is on its way waits for it: sending the form at once would send that file twice, or lose it.
const form = document.querySelector("[data-draft]");
const text = form?.elements.text;
const state = form?.querySelector("[data-draft-state]");
const files = form?.querySelector("[data-draft-files]");
let timer;
let kept = text?.defaultValue;
let underWay = 0;
let waiting = null;

function say(name) {
  if (state) state.textContent = state.dataset[name];
}

function request(fields) {
  const body = new FormData();
  body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  for (const [name, value] of Object.entries(fields)) body.set(name, value);
  return body;
}

async function saveText() {
  if (text.value === kept) return;
  const sent = text.value;
  say("saving");
  try {
    const response = await fetch(form.action, { method: "POST", body: request({ text: sent }), headers: { "X-Requested-With": "fetch" } });
    if (response.status === 409) location.reload();
    if (!response.ok) throw new Error(String(response.status));
    kept = sent;
    say("saved");
    if (text.value === sent) form.dispatchEvent(new CustomEvent("saved"));
  } catch {
    say("failed");
    timer = setTimeout(saveText, 10_000);
  }
}

function refuse(message) {
  const place = files.querySelector("[data-upload-refusal]");
  place.textContent = message;
  place.hidden = !message;
}

function progress(name, share) {
  const meter = files.querySelector("[data-upload]");
  const percent = Math.round(share * 100);
  meter.hidden = false;
  meter.querySelector("[data-upload-name]").textContent = name;
  meter.querySelector("progress").value = percent;
  meter.querySelector(".meter__value").textContent = `${percent} %`;
}

function send(file) {
  return new Promise((resolve) => {
    const sending = new XMLHttpRequest();
    const words = files.querySelector("[data-upload-done]").dataset;
    sending.upload.addEventListener("progress", (event) => event.lengthComputable && progress(file.name, event.loaded / event.total));
    sending.addEventListener("load", () => resolve({ status: sending.status, body: sending.responseText }));
    sending.addEventListener("error", () => resolve({ status: 0, body: words.cut }));
    sending.open("POST", form.action);
    sending.setRequestHeader("X-Requested-With", "fetch");
    progress(file.name, 0);
    sending.send(request({ files: file }));
  });
}

function refusalOf({ status, body }) {
  try {
    return JSON.parse(body).refusal;
  } catch {
    return status === 0 ? body : files.querySelector("[data-upload-done]").dataset.cut;
  }
}

async function addAll(chosen) {
  const refusals = [];
  underWay += 1;
  for (const file of chosen) {
    const answer = await send(file);
    if (answer.status === 200) show(answer.body, file.name);
    else refusals.push(refusalOf(answer));
  }
  files.querySelector("[data-upload]")?.setAttribute("hidden", "");
  const input = form.elements.files;
  if (input) input.value = "";
  refuse(refusals.join(" "));
  underWay -= 1;
  if (!underWay) goOn(refusals.length === 0);
}

// What was pressed meanwhile: done now, unless a file was refused, which is to be read first.
function goOn(allSent) {
  const pressed = waiting;
  waiting = null;
  pressed?.removeAttribute("aria-busy");
  if (pressed && allSent) form.requestSubmit(pressed);
}

function submitOrWait(event) {
  if (underWay) {
    event.preventDefault();
    waiting?.removeAttribute("aria-busy");
    waiting = event.submitter;
    waiting?.setAttribute("aria-busy", "true");
    files.querySelector("[data-upload-done]").textContent = files.querySelector("[data-upload-done]").dataset.sending;
    return;
  }
  clearTimeout(timer);
}

function show(html, name) {
  files.innerHTML = html;
  const done = files.querySelector("[data-upload-done]");
  done.textContent = name ? `${done.dataset.words} ${name}` : "";
  watchFiles();
}

async function remove(button) {
  const response = await fetch(form.action, { method: "POST", body: request({ then: button.value }), headers: { "X-Requested-With": "fetch" } });
  if (!response.ok) return;
  show(await response.text(), "");
  document.getElementById("files-title").focus();
}

function watchFiles() {
  const input = form.elements.files;
  const drop = files.querySelector("[data-drop]");
  files.querySelectorAll("button[value^='remove:']").forEach((button) => button.addEventListener("click", (event) => {
    event.preventDefault();
    remove(button);
  }));
  if (!input) return;
  files.querySelector("[data-add]").hidden = true;
  input.addEventListener("change", () => addAll([...input.files]));
  if (input.files.length) addAll([...input.files]);
  const over = (event, on) => { event.preventDefault(); drop.toggleAttribute("data-over", on); };
  drop.addEventListener("dragover", (event) => over(event, true));
  drop.addEventListener("dragleave", (event) => over(event, false));
  drop.addEventListener("drop", (event) => { over(event, false); addAll([...event.dataTransfer.files]); });
}

if (text) {
  text.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(saveText, 1500); });
  text.addEventListener("blur", saveText);
  window.addEventListener("online", saveText);
  saveText();
}
if (form) form.addEventListener("submit", submitOrWait);
if (files) watchFiles();
