// In the form of a pathway, lists "one of the steps" offer the steps that are on the screen, in their order, and
// opening rules show only where they count: in a constrained pathway.

const SELECT = "select[data-pathway-steps]";
const STEP = /^sequences-\d+-steps-\d+-activity$/;

function isGone(field) {
  const row = field.closest("[data-inline-panel-child]");
  if (!row) return false;
  const deleted = row.querySelector(`input[name="${field.name.replace(/activity$/, "DELETE")}"]`);
  const sequence = row.parentElement?.closest("[data-inline-panel-child]");
  const sequenceName = field.name.replace(/-steps-\d+-activity$/, "-DELETE");
  const sequenceDeleted = sequence?.querySelector(`input[name="${sequenceName}"]`);
  return Boolean(deleted?.value || sequenceDeleted?.value);
}

function titleOf(field) {
  const chooser = document.getElementById(`${field.id}-chooser`) ?? field.parentElement;
  const title = chooser?.querySelector("[data-chooser-title], .chooser__title");
  return title?.textContent.trim() ?? "";
}

function steps() {
  const fields = [...document.querySelectorAll('input[type="hidden"][name^="sequences-"]')];
  return fields.filter((field) => STEP.test(field.name) && field.value && !isGone(field));
}

function offer(select) {
  const chosen = select.value;
  const own = select.name.replace(/-prerequisites-.*$/, "-activity");
  const known = [...select.options].find((option) => option.value === chosen && chosen);
  const found = [];
  for (const field of steps()) {
    if (field.name === own) break;
    found.push([field.value, titleOf(field)]);
  }
  const options = [new Option(select.options[0]?.text ?? "", "")];
  found.forEach(([value, title], index) => options.push(new Option(`${index + 1}. ${title}`, value)));
  if (known && !found.some(([value]) => value === chosen)) options.push(new Option(known.text, chosen));
  select.replaceChildren(...options);
  select.value = chosen;
}

function showRules() {
  const progression = document.querySelector('select[name="progression"]');
  if (progression) document.body.classList.toggle("pathway-is-constrained", progression.value === "constrained");
}

for (const event of ["pointerdown", "focusin"]) {
  document.addEventListener(event, ({ target }) => target.matches?.(SELECT) && offer(target));
}
document.addEventListener("change", ({ target }) => target.name === "progression" && showRules());
showRules();

// A folded row says which step or sequence it is.
function nameRows() {
  for (const row of document.querySelectorAll('[data-inline-panel-child][id^="inline_child_sequences-"]')) {
    const prefix = row.id.replace("inline_child_", "");
    const title = row.querySelector(`input[name="${prefix}-title"]`);
    const activity = row.querySelector(`input[type="hidden"][name="${prefix}-activity"]`);
    const name = title ? title.value : activity?.value ? titleOf(activity) : "";
    const label = row.querySelector("[data-inline-panel-child-count]");
    if (!label) continue;
    const shown = label.nextElementSibling?.matches(".row-name") ? label.nextElementSibling : document.createElement("span");
    if (!shown.isConnected) {
      shown.className = "row-name";
      label.after(shown);
    }
    const words = name ? ` · ${name}` : "";
    if (shown.textContent !== words) shown.textContent = words;
  }
}

if (document.querySelector('select[name="progression"]')) {
  nameRows();
  setInterval(nameRows, 1000);
}

// A condition of success asks only for what its kind looks at.
const ABOUT_ALL = new Set(["required_completed", "mean_score", "every_score"]);
const WITHOUT_THRESHOLD = new Set(["required_completed", "completed", "attended"]);

function showConditionFields(kind) {
  const prefix = kind.name.replace(/-kind$/, "");
  const show = (name, shown) => {
    const field = document.querySelector(`[name="${prefix}-${name}"]`);
    const cell = field?.closest(".w-panel__wrapper");
    if (cell && !cell.contains(kind)) cell.hidden = !shown;
  };
  show("activity", !ABOUT_ALL.has(kind.value));
  show("threshold", !WITHOUT_THRESHOLD.has(kind.value));
}

const KIND = /^conditions-\d+-kind$/;
document.addEventListener("change", ({ target }) => KIND.test(target.name ?? "") && showConditionFields(target));
for (const select of document.querySelectorAll('select[name^="conditions-"]')) {
  if (KIND.test(select.name)) showConditionFields(select);
}
