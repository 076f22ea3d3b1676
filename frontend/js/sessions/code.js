// The trainer's code: asked again when it changes, and in between for who has signed; the seconds count down.
const EVERY = 5000;

function board() {
  return document.querySelector("[data-code]");
}

async function ask() {
  try {
    const answer = await fetch(location.href, { headers: { "X-Requested-With": "fetch" } });
    if (!answer.ok) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-code]");
    if (fresh) replace(fresh);
    else location.reload();
  } catch {
    // The line is cut: the next turn asks again.
  }
}

function replace(fresh) {
  const shown = board();
  for (const part of ["code-board__code", "code-board__signed"]) {
    const [now, then] = [shown, fresh].map((one) => one.querySelector(`.${part}`));
    if (now.innerHTML !== then.innerHTML) now.replaceChildren(...then.childNodes);
  }
  shown.querySelector("[data-code-left]").replaceChildren(...fresh.querySelector("[data-code-left]").childNodes);
  shown.dataset.seconds = fresh.dataset.seconds;
}

function count() {
  const shown = board();
  const left = Number(shown.dataset.seconds) - 1;
  shown.dataset.seconds = left;
  const line = shown.querySelector("[data-code-left]");
  if (left > 0) line.textContent = line.textContent.replace(/\d+/, left);
  else if (left === 0) ask();
}

setInterval(count, 1000);
setInterval(ask, EVERY);
