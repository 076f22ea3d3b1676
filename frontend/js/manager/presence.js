// One press per person, without losing one's place in the list; a time is saved as soon as it is typed.
const IN_PLACE = new Set(["presence", "times", "undo", "rest", "signed"]);

export function startPresence(form) {
  form.addEventListener("submit", async (event) => {
    const button = event.submitter;
    if (!button || !IN_PLACE.has(button.name)) return;
    event.preventDefault();
    const body = new FormData(form);
    body.set(button.name, button.value);
    try {
      const answer = await fetch(location.href, { method: "POST", body });
      if (!answer.ok) throw new Error(`${answer.status}`);
      show(form, new DOMParser().parseFromString(await answer.text(), "text/html"), button);
    } catch {
      HTMLFormElement.prototype.submit.call(withChoice(form, button));
    }
  });
  form.addEventListener("change", (event) => {
    if (event.target.type === "time") form.requestSubmit(form.querySelector("[name=times]"));
  });
}

function show(form, page, button) {
  const fresh = page.querySelector("[data-presence]");
  if (!fresh) {
    location.reload();
    return;
  }
  const field = document.activeElement?.name;
  form.replaceChildren(...fresh.childNodes);
  for (const part of ["[data-messages]", "#history"]) {
    const [now, then] = [document, page].map((one) => one.querySelector(part));
    if (now && then) now.replaceChildren(...then.childNodes);
  }
  (form.querySelector(placeOf(button, field)) ?? form.querySelector(".presence__choice"))?.focus();
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
