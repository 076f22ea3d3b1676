// A part has ended and led here: in a frame the page around is told, a window of its own closes, and leads back where it cannot.

const { siteOrigin, stepUrl } = document.body.dataset;

if (window.parent !== window) {
  window.parent.postMessage({ lecture: "leave" }, siteOrigin);
} else {
  window.close();
  setTimeout(() => { if (!window.closed) location.replace(stepUrl); }, 400);
}
