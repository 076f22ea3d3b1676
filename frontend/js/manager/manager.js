// Comforts of the manager's pages; each of them works without this file.
import { startBuilder } from "./builder.js";
import { startBulk } from "./bulk.js";
import { startPresence } from "./presence.js";

for (const select of document.querySelectorAll("[data-autosubmit]")) {
  select.addEventListener("change", () => select.form.requestSubmit());
}
for (const button of document.querySelectorAll("[data-autosubmit-button]")) button.hidden = true;
for (const form of document.querySelectorAll("[data-bulk]")) startBulk(form);
for (const form of document.querySelectorAll("[data-builder]")) startBuilder(form);
for (const form of document.querySelectorAll("[data-presence]")) startPresence(form);
