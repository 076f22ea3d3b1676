// Native dialogs opened as modal ones; without this module the same button opens them as popovers.

export function startDialogs(root) {
  for (const button of root.querySelectorAll("[data-dialog]")) {
    const dialog = document.getElementById(button.dataset.dialog);
    if (!dialog) continue;
    dialog.removeAttribute("popover");
    button.removeAttribute("popovertarget");
    button.addEventListener("click", () => dialog.showModal());
    dialog.addEventListener("click", (event) => {
      if (event.target === dialog || event.target.closest("[data-dialog-close]")) dialog.close();
    });
    for (const close of dialog.querySelectorAll("[data-dialog-close]")) close.removeAttribute("popovertarget");
  }
}
