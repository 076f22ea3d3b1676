// What is being written is kept on the device: <form data-autosave="name of the form">, keyed by the person too.
// A draft is put back when the form comes again with something else in it, and dropped once the server has it:
// the page that follows a sending forgets it, unless the form came back refused.
import { word } from "./words.js";

const PREFIX = "draft:";
const KEPT_DAYS = 30;
const WAIT = 600;

function store() {
  try {
    localStorage.setItem(`${PREFIX}?`, "1");
    localStorage.removeItem(`${PREFIX}?`);
    return localStorage;
  } catch {
    return null;
  }
}

function keyOf(form) {
  return `${PREFIX}${document.body.dataset.person || "-"}:${form.dataset.autosave || location.pathname}`;
}

function writable(form) {
  return [...form.elements].filter((field) => field.name && !/^(file|password|hidden|submit|button)$/.test(field.type));
}

function valueOf(field) {
  if (field.type === "checkbox" || field.type === "radio") return field.checked;
  return field.multiple ? [...field.selectedOptions].map((option) => option.value) : field.value;
}

function setValue(field, value) {
  if (field.type === "checkbox" || field.type === "radio") field.checked = value;
  else if (field.multiple) [...field.options].forEach((option) => { option.selected = value.includes(option.value); });
  else field.value = value;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

const nameOf = (field) => (/^(checkbox|radio)$/.test(field.type) ? `${field.name}=${field.value}` : field.name);

function read(form) {
  return Object.fromEntries(writable(form).map((field) => [nameOf(field), valueOf(field)]));
}

// What was typed before this script was there, on a slow line, is kept like the rest.
function changed(field) {
  if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
  if (field.options) return field.multiple && [...field.options].some((option) => option.selected !== option.defaultSelected);
  return field.value !== field.defaultValue;
}

function put(form, values) {
  for (const field of writable(form)) {
    if (nameOf(field) in values) setValue(field, values[nameOf(field)]);
  }
}

function banner(form, drop) {
  const box = document.createElement("div");
  box.className = "banner banner--info";
  box.setAttribute("role", "status");
  const text = document.createElement("div");
  text.className = "banner__text";
  const title = document.createElement("p");
  title.className = "banner__title";
  title.textContent = word("draft-found");
  const body = document.createElement("p");
  body.textContent = word("draft-text");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button--small";
  button.textContent = word("draft-drop");
  button.addEventListener("click", () => { drop(); box.remove(); });
  text.append(title, body, button);
  box.append(text);
  form.prepend(box);
}

function restore(form, drafts, key) {
  const draft = JSON.parse(drafts.getItem(key) || "null");
  if (!draft) return;
  const original = read(form);
  if (JSON.stringify(draft.values) === JSON.stringify(original)) {
    drafts.removeItem(key);
    return;
  }
  put(form, draft.values);
  banner(form, () => { put(form, original); drafts.removeItem(key); });
}

function note(form, text) {
  const place = form.querySelector("[data-draft-note]");
  if (place) place.textContent = text;
}

function keep(form, drafts, key) {
  let timer = 0;
  const save = () => {
    try {
      drafts.setItem(key, JSON.stringify({ at: Date.now(), values: read(form) }));
      note(form, word("draft-kept"));
    } catch { /* the device is full: the form still works, the draft is not kept */ }
  };
  const stop = () => { clearTimeout(timer); timer = 0; };
  const saveSoon = () => {
    stop();
    timer = setTimeout(() => { timer = 0; save(); }, WAIT);
  };
  // What was typed last is kept as well when the page goes before the wait is over.
  addEventListener("pagehide", () => { if (timer) { stop(); save(); } });
  form.addEventListener("input", (event) => {
    if (event.isTrusted) saveSoon();
  });
  if (!drafts.getItem(key) && writable(form).some(changed)) saveSoon();
  form.addEventListener("submit", () => {
    stop();
    save();
    const draft = JSON.parse(drafts.getItem(key) || "null");
    if (draft) drafts.setItem(key, JSON.stringify({ ...draft, sent: true }));
  });
  form.addEventListener("saved", () => { stop(); drafts.removeItem(key); note(form, ""); });
}

function forgetOld(drafts) {
  const oldest = Date.now() - KEPT_DAYS * 86400000;
  for (const key of Object.keys(drafts).filter((name) => name.startsWith(PREFIX))) {
    if ((JSON.parse(drafts.getItem(key)).at || 0) < oldest) drafts.removeItem(key);
  }
}

// A form that comes back with an error summary, inside it or standing alone, was refused.
function refused(form) {
  return [...document.querySelectorAll("[data-error-summary]")].some((summary) => [null, form].includes(summary.closest("form")));
}

// Drafts marked as sent are done with, unless their form came back refused.
function forgetSent(drafts) {
  const back = [...document.querySelectorAll("form[data-autosave]")].filter(refused).map(keyOf);
  const mine = `${PREFIX}${document.body.dataset.person || "-"}:`;
  for (const key of Object.keys(drafts).filter((name) => name.startsWith(mine) && !back.includes(name))) {
    if (JSON.parse(drafts.getItem(key)).sent) drafts.removeItem(key);
  }
}

export function startAutosave(root) {
  const drafts = store();
  if (!drafts) return;
  forgetOld(drafts);
  forgetSent(drafts);
  for (const form of root.querySelectorAll("form[data-autosave]")) {
    const key = keyOf(form);
    restore(form, drafts, key);
    keep(form, drafts, key);
  }
}
