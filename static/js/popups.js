// @ts-check
/** The page's own small menus are `<details>`, so that they open without a script; with one they also close as menus do. */

/** @param {Document} page */
export function closePopupsOutside(page) {
  const open = () => page.querySelectorAll("details:is(.me-menu, .room-menu)[open]");
  page.addEventListener("pointerdown", (event) => {
    for (const popup of open()) {
      if (event.target instanceof Node && !popup.contains(event.target)) popup.removeAttribute("open");
    }
  });
  page.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const popup of open()) {
      event.preventDefault();
      popup.removeAttribute("open");
      popup.querySelector("summary")?.focus();
    }
  });
}
