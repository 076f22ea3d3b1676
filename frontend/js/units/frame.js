// A part within the page: the page leads back to the module when the part says that it is over.

const root = document.querySelector("[data-unit]");
const frame = root.querySelector("[data-unit-frame]");

// Loading this page again shows the module, instead of asking to send a form again.
history.replaceState(null, "", root.dataset.stepUrl);

// Only the frame of this page, only from the content origin, only this word.
window.addEventListener("message", (event) => {
  if (event.origin !== root.dataset.contentOrigin || event.source !== frame.contentWindow) return;
  if (event.data?.lecture === "leave") location.replace(root.dataset.stepUrl);
});
frame.focus();
