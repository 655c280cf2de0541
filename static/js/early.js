// @ts-check
/**
 * What is known before anything is painted: no module, so that the page waits for it. The list is as wide as it was left in this
 * browser; see `list/border.js`.
 */

try {
  const width = localStorage.getItem("list-width");
  if (width) document.documentElement.style.setProperty("--lc-list", `${width}px`);
} catch {
  // Without a storage it is as wide as the style sheet says.
}
