// Time spent: counts the seconds in which the page is visible and somebody is at it, or a sound or video plays, and
// tells the server every 30 seconds and when the page is hidden or left. The server caps what it is told.
const EVERY = 30_000;
const IDLE = 180_000;
const form = document.getElementById("page-time");
const playing = new Set();
let extra = () => ({});
let lastInput = Date.now();
let lastTick = performance.now();
let unsent = 0;

function isActive() {
  if ([...playing].some((media) => media.tagName === "AUDIO")) return true;
  if (document.visibilityState !== "visible") return false;
  return playing.size > 0 || Date.now() - lastInput < IDLE;
}

// A tick much longer than its second means that the device slept: those seconds were nobody's.
function tick() {
  const now = performance.now();
  const passed = (now - lastTick) / 1000;
  lastTick = now;
  if (isActive()) unsent += Math.min(passed, 5);
}

function data() {
  const body = new FormData(form);
  body.set("seconds", unsent.toFixed(2));
  for (const [name, value] of Object.entries(extra())) body.set(name, value);
  return body;
}

/** Fields to send with each claim, from a function called each time. */
export function sendAlong(fields) {
  extra = fields;
}

/** A sound or video element: playing counts as being there. */
export function watchMedia(media) {
  media.addEventListener("play", () => playing.add(media));
  for (const stop of ["pause", "ended", "error", "emptied"]) media.addEventListener(stop, () => playing.delete(media));
}

/** Tell the server now; the answer as JSON, or null. What could not be sent is kept for the next time. */
export async function claim() {
  if (!form) return null;
  tick();
  const sent = unsent;
  if (sent < 1 && !Object.keys(extra()).length) return null;
  const body = data();
  unsent = 0;
  try {
    const response = await fetch(form.action, { method: "POST", body, headers: { "X-Requested-With": "fetch" } });
    if (response.ok) return response.status === 200 ? response.json() : null;
  } catch {
    unsent += sent;
  }
  return null;
}

function leave() {
  tick();
  if (unsent < 1 && !Object.keys(extra()).length) return;
  if (navigator.sendBeacon(form.action, data())) unsent = 0;
}

if (form) {
  setInterval(tick, 1000);
  setInterval(claim, EVERY);
  for (const input of ["pointerdown", "pointermove", "keydown", "scroll", "touchstart", "wheel", "input"]) {
    window.addEventListener(input, () => { lastInput = Date.now(); }, { passive: true, capture: true });
  }
  document.addEventListener("visibilitychange", () => (document.visibilityState === "hidden" ? leave() : tick()));
  window.addEventListener("pagehide", leave);
}
