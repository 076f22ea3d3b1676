// Files chosen or dropped are listed with their size; a <form data-upload> is sent with its progress shown.
// When the line is cut the form stays as it was, files included, and says so.
import { toast } from "./toast.js";
import { word } from "./words.js";

function sizeOf(bytes) {
  const units = ["byte", "kilobyte", "megabyte", "gigabyte"];
  const step = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(bytes, 1)) / 3));
  const format = { style: "unit", unit: units[step], unitDisplay: "short", maximumFractionDigits: 1 };
  return new Intl.NumberFormat(document.documentElement.lang, format).format(bytes / 1000 ** step);
}

function list(place, files) {
  place.replaceChildren(...[...files].map((file) => {
    const row = document.createElement("li");
    row.className = "file-drop__file";
    const [name, size] = [document.createElement("span"), document.createElement("span")];
    name.textContent = file.name;
    size.className = "soft small";
    size.textContent = sizeOf(file.size);
    row.append(name, size);
    return row;
  }));
}

function startDrop(box) {
  const [input, place] = [box.querySelector("input[type=file]"), box.querySelector("[data-files]")];
  const over = (event, on) => { event.preventDefault(); box.toggleAttribute("data-over", on); };
  list(place, input.files);
  input.addEventListener("change", () => list(place, input.files));
  box.addEventListener("dragover", (event) => over(event, true));
  box.addEventListener("dragleave", (event) => over(event, false));
  box.addEventListener("drop", (event) => {
    over(event, false);
    const kept = new DataTransfer();
    [...event.dataTransfer.files].slice(0, input.multiple ? undefined : 1).forEach((file) => kept.items.add(file));
    input.files = kept.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
}

function show(meter, share) {
  const percent = Math.round(share * 100);
  meter.hidden = false;
  meter.querySelector("progress").value = percent;
  meter.querySelector(".meter__value").textContent = `${percent} %`;
}

// The answer takes the place of the page: asking its address again would lose the messages it carries.
function arrive(request, form) {
  const page = new DOMParser().parseFromString(request.responseText, "text/html");
  const main = page.querySelector("main");
  if (!main) {
    location.assign(request.responseURL);
    return;
  }
  if (!main.querySelector("[data-error-summary], .field--error")) form.dispatchEvent(new CustomEvent("saved"));
  document.querySelector("main").replaceWith(main);
  document.title = page.title;
  history.pushState({}, "", request.responseURL);
  addEventListener("popstate", () => location.reload(), { once: true });
  addScripts(page);
  document.dispatchEvent(new CustomEvent("page-replaced"));
  main.focus();
}

function addScripts(page) {
  const known = new Set([...document.scripts].map((script) => script.src));
  for (const source of [...page.scripts].map((script) => script.src).filter((src) => src && !known.has(src))) {
    const script = document.createElement("script");
    script.type = "module";
    script.src = source;
    document.body.append(script);
  }
}

function send(form, submitter, meter) {
  const request = new XMLHttpRequest();
  const buttons = [...form.querySelectorAll("button")];
  const busy = (on) => buttons.forEach((button) => { button.disabled = on; });
  request.upload.addEventListener("progress", (event) => { if (event.lengthComputable) show(meter, event.loaded / event.total); });
  request.addEventListener("load", () => arrive(request, form));
  request.addEventListener("error", () => { busy(false); meter.hidden = true; toast(word("send-failed")); });
  request.open("POST", form.action);
  request.send(new FormData(form, submitter));
  busy(true);
}

export function startFileDrops(root) {
  root.querySelectorAll("[data-file-drop]").forEach(startDrop);
  for (const form of root.querySelectorAll("form[data-upload]")) {
    const meter = form.querySelector("[data-upload-progress]");
    form.addEventListener("submit", (event) => {
      const chosen = [...form.querySelectorAll("input[type=file]")].some((input) => input.files.length);
      if (!meter || !chosen || event.defaultPrevented) return;
      event.preventDefault();
      send(form, event.submitter, meter);
    });
  }
}
