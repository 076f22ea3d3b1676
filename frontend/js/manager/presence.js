// One press per person, without losing one's place in the list; a time is saved as soon as it is typed.
// Presses are sent in their order, and the sheet is shown as the last of them left it.
import { renew } from "../core/renew.js";
import { toast } from "../core/toast.js";
import { word } from "../core/words.js";

const IN_PLACE = new Set(["presence", "times", "undo", "rest", "signed"]);

export function startPresence(form) {
  let waiting = 0;
  let last = Promise.resolve();
  form.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (!button) return;
    if (!IN_PLACE.has(button.name)) {
      if (!waiting) return;
      // The sheet is validated once all that was pressed before has arrived.
      event.preventDefault();
      last.then(() => setTimeout(() => form.requestSubmit(form.querySelector(`[name="${button.name}"]`))));
      return;
    }
    event.preventDefault();
    const body = new FormData(form);
    body.set(button.name, button.value);
    waiting += 1;
    last = last.then(async () => {
      const page = await send(form, body, button);
      waiting -= 1;
      if (page && !waiting) show(form, page, button);
    });
  });
  form.addEventListener("change", (event) => {
    if (event.target.type === "time") form.requestSubmit(form.querySelector("[name=times]"));
  });
}

// The page as it is afterwards, or null: what was pressed is then still to be pressed.
async function send(form, body, button) {
  let answer;
  try {
    answer = await fetch(location.href, { method: "POST", body });
    if (answer.ok) return new DOMParser().parseFromString(await answer.text(), "text/html");
  } catch {
    toast(word("press-failed"));
    return null;
  }
  HTMLFormElement.prototype.submit.call(withChoice(form, button));
  return null;
}

function show(form, page, button) {
  const fresh = page.querySelector("[data-presence]");
  if (!fresh) {
    location.reload();
    return;
  }
  const field = document.activeElement?.name;
  renew(form, [...fresh.children], (now, then) => {
    if (now.matches("ul")) renew(now, [...then.children], putRow);
    else now.replaceWith(then);
  });
  for (const part of ["[data-messages]", "#history"]) {
    const [now, then] = [document, page].map((one) => one.querySelector(part));
    if (now && then) now.replaceChildren(...then.childNodes);
  }
  if (form.contains(document.activeElement)) return;
  (form.querySelector(placeOf(button, field)) ?? form.querySelector(".presence__choice"))?.focus();
}

// The row in which a time is being typed waits until that is sent.
function putRow(now, then) {
  if (!isTyped(now)) now.replaceWith(then);
}

function isTyped(row) {
  const field = document.activeElement;
  if (field?.type !== "time" || !row.contains(field)) return false;
  return field.validity.badInput || field.value !== field.defaultValue;
}

// Where one goes on: the same choice, the same time, or what can now be done with the whole sheet.
function placeOf(button, field) {
  if (button.name === "presence") return `[name=presence][value="${CSS.escape(button.value)}"]`;
  if (button.name === "times" && field) return `[name="${CSS.escape(field)}"]`;
  return ".presence__end .button";
}

function withChoice(form, button) {
  const field = document.createElement("input");
  Object.assign(field, { type: "hidden", name: button.name, value: button.value });
  form.append(field);
  return form;
}
