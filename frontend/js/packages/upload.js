// Sends the zip of a package with a progress bar. Without this script the form works as it is.

const form = document.querySelector("[data-package-upload]");
const input = form.querySelector("[data-upload-file]");
const errors = form.querySelector("[data-errors]");
const progress = form.querySelector("[data-progress]");
const button = form.querySelector("[data-send]");
const zone = form.querySelector("[data-drop]");

form.classList.add("packages-upload--enhanced");

function showErrors(messages) {
  errors.replaceChildren(
    ...messages.map((message) => {
      const line = document.createElement("p");
      line.className = "packages-error";
      line.textContent = message;
      return line;
    }),
  );
  zone.classList.toggle("packages-drop--error", messages.length > 0);
}

function showChosen() {
  const file = input.files[0];
  form.querySelector("[data-chosen]").textContent = file ? file.name : "";
  const tooLarge = file && file.size > Number(input.dataset.maxBytes);
  showErrors(tooLarge ? [input.dataset.tooLarge] : []);
  return Boolean(file) && !tooLarge;
}

function sending(on) {
  progress.hidden = !on;
  button.disabled = on;
}

function showSent(event) {
  if (!event.lengthComputable) return;
  const percent = Math.floor((event.loaded * 100) / event.total);
  progress.querySelector("progress").value = percent;
  progress.querySelector("[data-percent]").textContent = `${percent} %`;
}

function answered(request) {
  sending(false);
  let answer = null;
  try {
    answer = JSON.parse(request.responseText);
  } catch {
    showErrors([form.querySelector("[data-cut]").innerHTML]);
    return;
  }
  if (answer.url) window.location.assign(answer.url);
  else showErrors(Object.values(answer.errors).flat());
}

form.addEventListener("submit", (event) => {
  if (input.files.length && !showChosen()) {
    event.preventDefault();
    return;
  }
  event.preventDefault();
  sending(true);
  const request = new XMLHttpRequest();
  request.open("POST", form.getAttribute("action") || window.location.href);
  request.setRequestHeader("X-Requested-With", "XMLHttpRequest");
  request.upload.addEventListener("progress", showSent);
  request.addEventListener("load", () => answered(request));
  request.addEventListener("error", () => {
    sending(false);
    showErrors([form.querySelector("[data-cut]").innerHTML]);
  });
  request.send(new FormData(form));
});

input.addEventListener("change", showChosen);
for (const name of ["dragenter", "dragover"]) {
  zone.addEventListener(name, (event) => {
    event.preventDefault();
    zone.classList.add("packages-drop--over");
  });
}
for (const name of ["dragleave", "drop"]) {
  zone.addEventListener(name, () => zone.classList.remove("packages-drop--over"));
}
zone.addEventListener("drop", (event) => {
  event.preventDefault();
  if (!event.dataTransfer.files.length) return;
  input.files = event.dataTransfer.files;
  showChosen();
});
