// A brief message at the foot of the page, read out politely.

const SHOWN_FOR = 5000;

export function toast(text) {
  const place = document.querySelector("[data-toasts]");
  if (!place || !text) return;
  const message = document.createElement("p");
  message.className = "toast";
  message.textContent = text;
  place.replaceChildren(message);
  setTimeout(() => message.remove(), SHOWN_FOR);
}

export function startToasts(root) {
  for (const button of root.querySelectorAll("[data-toast]")) {
    button.addEventListener("click", () => toast(button.dataset.toast));
  }
}
