// The session builder keeps its dates, team and summary up to date while it is filled in.
import { askAgain } from "./parts.js";

const PLACES_EVERYTHING = new Set(["pathway", "region", "starts_on"]);
const PAUSE = 600;

export function startBuilder(form) {
  let timer = 0;
  let turn = 0;
  // An answer that came too late to be put in place leaves its parts to the next.
  let owed = false;
  const byHand = form.querySelector("[data-refresh]");
  byHand.hidden = true;

  // What was ticked or typed while an answer was on its way: the parts put in place do not know it.
  let meanwhile = new Map();

  const refresh = async (everything) => {
    const mine = ++turn;
    owed ||= everything;
    const whole = owed;
    const parts = whole ? ["ends", "team", "events", "summary"] : ["summary"];
    meanwhile = new Map();
    try {
      const page = await askAgain(form, { action: "refresh" }, () => (mine === turn ? parts : []));
      if (mine !== turn) return;
      for (const [key, kept] of meanwhile) putBack(form, key, kept);
      if (!whole) return;
      form.elements.placed_for.value = page.querySelector('[name="placed_for"]').value;
      owed = false;
    } catch {
      byHand.hidden = false;
    }
  };
  const later = (everything) => {
    clearTimeout(timer);
    timer = setTimeout(() => refresh(everything), everything ? 0 : PAUSE);
  };
  form.addEventListener("input", ({ target }) => meanwhile.set(keyOf(target), { checked: target.checked, value: target.value }));
  form.addEventListener("change", (event) => later(PLACES_EVERYTHING.has(event.target.name)));
  form.addEventListener("input", (event) => event.target.name === "people" && later(false));
}

const isTick = (field) => field.type === "checkbox" || field.type === "radio";
const keyOf = (field) => JSON.stringify([field.name, isTick(field) ? field.value : null]);

function putBack(form, key, kept) {
  const field = [...form.elements].find((one) => one.name && keyOf(one) === key);
  if (!field) return;
  if (isTick(field)) field.checked = kept.checked;
  else field.value = kept.value;
}
