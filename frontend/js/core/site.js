// What every page does once its HTML is there. A module comes only to a page that bears its mark.
import { startMenus } from "./menu.js";
import { startTextSizes } from "./text_size.js";

const ON_MARK = [
  ["[data-toast]", () => import("./toast.js"), "startToasts"],
  ["[data-password]", () => import("./password.js"), "startPasswords"],
  ["[data-strength]", () => import("./strength.js"), "startStrengths"],
  ["[data-passkey]", () => import("./passkey.js"), "startPasskeys"],
  ["[data-counter]", () => import("./counter.js"), "startCounters"],
  ["[data-error-summary]", () => import("./errors.js"), "startErrorSummaries"],
  ["form[data-guard]", () => import("./guard.js"), "startGuards"],
  ["form[data-autosave], body[data-person]", () => import("./autosave.js"), "startAutosave"],
  ["[data-job]", () => import("./jobs.js"), "startJobs"],
  ["[data-dialog]", () => import("./dialog.js"), "startDialogs"],
  ["[data-copy]", () => import("./copy.js"), "startCopy"],
  ["[data-tour-offer]", () => import("./tour.js"), "startTours"],
  ["[data-print]", () => import("./print.js"), "startPrint"],
  ["[data-file-drop], form[data-upload]", () => import("./file_drop.js"), "startFileDrops"],
];

function start(root) {
  const wanted = ON_MARK.filter(([mark]) => root.querySelector(mark));
  return Promise.all(wanted.map(([, load, name]) => load().then((module) => module[name](root))));
}

startMenus(document);
startTextSizes(document);
start(document).finally(() => { document.documentElement.dataset.ready = ""; });
document.addEventListener("page-replaced", () => start(document.querySelector("main")));
