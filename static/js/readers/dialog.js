// @ts-check
/** Who has read a message of mine, over the page; asked when somebody wants to know. */

import { element, iconButton } from "../element.js";

/** @typedef {Awaited<ReturnType<import("../net/http.js").Http["readers"]>>} Read */

/**
 * @param {Read} read
 * @param {import("../models/dates.js").Words} word
 * @param {AbortSignal} signal the room is left
 */
export function showReaders({ readers, more }, word, signal) {
  const people = readers.map(({ name, initials, colour }) => {
    const face = element("span", { class: `avatar c${colour}`, "aria-hidden": "true" }, initials);
    return element("li", { class: "person" }, face, element("b", { class: "cut", dir: "auto" }, name));
  });
  const rest = readers.length ? (more ? word("js-readers-more", { n: more }) : "") : word("js-readers-none");
  const title = element("h1", { id: "readers-title" }, word("js-readers"));
  const close = iconButton("close", word("js-viewer-close"));
  const head = element("div", { class: "help__head" }, title, close);
  const list = element("ul", { class: "people" }, ...people);
  const dialog = element("dialog", { class: "help readers", "aria-labelledby": title.id }, head, list, element("p", {}, rest));
  const leave = () => dialog.close();
  close.addEventListener("click", leave);
  dialog.addEventListener("click", (event) => event.target === dialog && leave());
  dialog.addEventListener("close", () => {
    signal.removeEventListener("abort", leave);
    dialog.remove();
  });
  signal.addEventListener("abort", leave);
  document.body.append(dialog);
  dialog.showModal();
}
