// Menus are <details>: here they close on Escape, on a press elsewhere, and when the focus leaves them.

function closeOnEscape(menu) {
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
}

function startSiteNav(nav) {
  const button = nav.querySelector("button");
  const set = (open) => {
    nav.toggleAttribute("data-open", open);
    button.setAttribute("aria-expanded", String(open));
  };
  button.addEventListener("click", () => set(!nav.hasAttribute("data-open")));
  nav.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !nav.hasAttribute("data-open")) return;
    set(false);
    button.focus();
  });
}

export function startMenus(root) {
  const menus = [...root.querySelectorAll("details[data-menu]")];
  menus.forEach(closeOnEscape);
  const closeOthers = (event) => {
    menus.filter((menu) => menu.open && !menu.contains(event.target)).forEach((menu) => { menu.open = false; });
  };
  root.addEventListener("pointerdown", closeOthers);
  root.addEventListener("focusin", closeOthers);
  root.querySelectorAll("[data-site-nav]").forEach(startSiteNav);
}
