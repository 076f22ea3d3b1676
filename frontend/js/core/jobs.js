// Work going on: its page is asked again, more and more rarely, and the fresh state put in place
// (templates/components/job_progress.html). When it is done and has a result, the reader is led there.

const FIRST_WAIT = 1000;
const LONGEST_WAIT = 8000;

async function fresh(url) {
  const response = await fetch(url, { headers: { "X-Requested-With": "fetch" } });
  if (!response.ok) return null;
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  return page.querySelector("[data-job]");
}

async function follow(box, wait) {
  await new Promise((done) => { setTimeout(done, wait); });
  const next = await fresh(box.dataset.job || location.href).catch(() => null);
  if (!next) {
    follow(box, LONGEST_WAIT);
    return;
  }
  box.replaceWith(next);
  if (next.dataset.jobOver !== "true") follow(next, Math.min(wait * 1.4, LONGEST_WAIT));
  else if (next.dataset.jobNext) location.assign(next.dataset.jobNext);
}

export function startJobs(root) {
  for (const box of root.querySelectorAll("[data-job]")) {
    if (box.dataset.jobOver !== "true") follow(box, FIRST_WAIT);
  }
}
