// @ts-check
/** Who has read a message of mine, or put what under one, over the page; asked when somebody wants to know. */

import { element, iconButton } from "../element.js";

/** @typedef {import("../net/http.js").Http} Http */
/** @typedef {import("../net/http.js").Person} Person */
/** @typedef {import("../models/dates.js").Words} Words */

/**
 * @param {Awaited<ReturnType<Http["readers"]>>} read
 * @param {Words} word
 * @param {AbortSignal} signal the room is left
 */
export function showReaders({ readers, more }, word, signal) {
  const rest = readers.length ? inWords(more, word) : word("js-readers-none");
  show(word("js-readers"), readers.map((one) => person(one)), rest, word, signal);
}

/**
 * @param {Awaited<ReturnType<Http["reactors"]>>} reacted
 * @param {Words} word
 * @param {AbortSignal} signal the room is left
 */
export function showReactors({ reactions }, word, signal) {
  const people = reactions.flatMap(({ emoji, users }) => users.map((one) => person(one, emoji)));
  const all = reactions.reduce((sum, { count }) => sum + count, 0);
  show(word("js-reactors"), people, inWords(all - people.length, word), word, signal);
}

/**
 * @param {number} more
 * @param {Words} word
 */
function inWords(more, word) {
  return more ? word("js-readers-more", { n: more }) : "";
}

/**
 * @param {Person} one
 * @param {string} [emoji]
 */
function person({ name, initials, colour }, emoji) {
  const face = element("span", { class: `avatar c${colour}`, "aria-hidden": "true" }, initials);
  const mark = emoji ? [element("span", { class: "readers__emoji" }, emoji)] : [];
  return element("li", { class: "person" }, face, element("b", { class: "cut grow", dir: "auto" }, name), ...mark);
}

/**
 * @param {string} name of the dialog
 * @param {HTMLElement[]} people
 * @param {string} rest what is said below them
 * @param {Words} word
 * @param {AbortSignal} signal
 */
function show(name, people, rest, word, signal) {
  if (signal.aborted) return;
  const title = element("h1", { id: "readers-title" }, name);
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
