// Ask the server for the page again and put the parts that depend on the answer in their place.
// names: tells, once the answer is there, which parts. The rest of the form, with what is being typed, stays as it is.
export async function askAgain(form, extra, names) {
  const body = new FormData(form);
  for (const [name, value] of Object.entries(extra)) body.set(name, value);
  const answer = await fetch(form.getAttribute("action") || location.href, { method: "POST", body, headers: { "X-Requested-With": "fetch" } });
  if (!answer.ok) throw new Error(`${answer.status}`);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const name of names()) {
    const [here, there] = [form.querySelector(`[data-part="${name}"]`), page.querySelector(`[data-part="${name}"]`)];
    if (here && there) here.replaceChildren(...there.childNodes);
  }
  return page;
}
