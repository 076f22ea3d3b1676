// The bar of what is done for the people ticked: it appears with the first tick and counts them.
export function startBulk(form) {
  const all = form.querySelector("[data-bulk-all]");
  const bar = form.querySelector("[data-bulk-bar]");
  const count = form.querySelector("[data-bulk-count]");
  const ticks = [...form.querySelectorAll('input[name="learner"]')];

  const show = () => {
    const number = ticks.filter((tick) => tick.checked).length;
    bar.hidden = number === 0;
    count.textContent = count.dataset.bulkCount.replace("{n}", number);
    all.checked = number === ticks.length;
    all.indeterminate = number > 0 && number < ticks.length;
  };
  all.addEventListener("change", () => {
    for (const tick of ticks) tick.checked = all.checked;
    show();
  });
  form.addEventListener("change", (event) => event.target !== all && show());
  show();
}
