// A sound or video: goes on where it was left, tells how far it was played, and shows the end of the step once done.
import { claim, sendAlong, watchMedia } from "./time.js";

const media = document.querySelector("[data-media]");
const note = document.querySelector("[data-media-note]");
let told = -1;
let completed = !document.querySelector("[data-media-button]");

function show(selector, shown) {
  const element = document.querySelector(selector);
  if (element) element.hidden = !shown;
}

function position() {
  if (!Number.isFinite(media.duration) || media.currentTime === told) return {};
  told = media.currentTime;
  return { position: told.toFixed(1), duration: media.duration.toFixed(1) };
}

async function tell() {
  const answer = await claim();
  if (answer?.completed && !completed) {
    completed = true;
    await showEnd();
  }
}

async function showEnd() {
  const page = await fetch(location.href, { headers: { "X-Requested-With": "fetch" } });
  const fresh = new DOMParser().parseFromString(await page.text(), "text/html").getElementById("step-end");
  const old = document.getElementById("step-end");
  if (fresh && old) old.replaceChildren(...fresh.childNodes);
}

function resume() {
  const start = Number(media.dataset.position);
  if (start > 5 && start < media.duration * 0.95) {
    media.currentTime = start;
    note.textContent = note.dataset.resumed;
    note.hidden = false;
  }
}

function fail() {
  show("[data-media-error]", true);
  show("[data-media-button]", true);
  show("[data-media-rule]", false);
}

if (media) {
  watchMedia(media);
  sendAlong(position);
  if (media.readyState >= 1) resume();
  else media.addEventListener("loadedmetadata", resume, { once: true });
  for (const moment of ["pause", "ended"]) media.addEventListener(moment, tell);
  setInterval(() => { if (!media.paused) tell(); }, 10_000);
  media.addEventListener("error", fail);
  media.querySelector("source:last-of-type")?.addEventListener("error", fail);
  if (!completed) {
    show("[data-media-button]", false);
    show("[data-media-rule]", true);
    show("[data-media-transcript]", true);
  }
  if (media.error || media.networkState === HTMLMediaElement.NETWORK_NO_SOURCE) fail();
}
