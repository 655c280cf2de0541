// @ts-check
/** A message's place in the log: the wrapper around the server's bubble, with everything that depends on the reader. */

import { element, iconButton } from "../element.js";

/** @typedef {import("../page.js").Page} Page */

/**
 * What the log needs to know of a message, read off its bubble.
 * @typedef {object} Facts
 * @property {number} id
 * @property {number} seq its birth
 * @property {number} changed its last change
 * @property {string} author user id
 * @property {number} at epoch milliseconds
 * @property {string} day "YYYY-MM-DD" in the site's zone as it was then
 * @property {boolean} system
 * @property {string} text as it was typed; empty when it has none
 * @property {number} files how many it has
 */

/**
 * @param {HTMLElement} article
 * @returns {Facts}
 */
export function factsOf(article) {
  const { id, seq, changed, user, at, day, kind, text, files } = article.dataset;
  return {
    id: Number(id),
    seq: Number(seq),
    changed: Number(changed),
    author: user ?? "",
    at: Number(at),
    day: day ?? "",
    system: kind === "system",
    text: text ?? "",
    files: Number(files ?? 0),
  };
}

/**
 * What a bubble says, without its marks and in one line; the server's words for files without a text.
 * @param {HTMLElement} article
 */
export function plainOf(article) {
  if (article.dataset["line"]) return article.dataset["line"];
  const body = /** @type {HTMLElement | null} */ (article.querySelector(".bubble__text, .chip")?.cloneNode(true) ?? null);
  body?.querySelector(".meta")?.remove();
  return body?.textContent?.replace(/\s+/g, " ").trim() ?? "";
}

/**
 * The class of a person's colour.
 * @param {Element | null} name the element that has it
 */
export function colourOf(name) {
  return /\bc\d\b/.exec(name?.className ?? "")?.[0] ?? "";
}

/**
 * The bubble of a row.
 * @param {Element} row
 */
export function articleOf(row) {
  return /** @type {HTMLElement} */ (row.querySelector("article"));
}

/**
 * Makes a row for a bubble.
 * @param {HTMLElement} article
 * @param {Page} page
 */
export function makeRow(article, page) {
  const row = element("div", { class: "row" }, article);
  dress(row, page);
  return row;
}

/**
 * Gives a row what only this reader sees: which side it stands on and its buttons.
 * @param {Element} row
 * @param {Page} page
 */
export function dress(row, page) {
  const article = articleOf(row);
  const { author, system } = factsOf(article);
  row.classList.toggle("is-own", !system && author === String(page.me));
  row.classList.toggle("is-system", system);
  for (const mention of article.querySelectorAll(`.mention[data-user="${page.me}"]`)) mention.classList.add("mention--me");
  if (system || article.querySelector(".msg__act")) return;
  article.tabIndex = -1;
  for (const [act, name, label] of [
    ["reply", "reply", "js-reply"],
    ["menu", "more", "js-message-menu"],
  ]) {
    const button = iconButton(name ?? "", page.word(label ?? ""), "msg__act");
    button.dataset["act"] = act ?? "";
    button.tabIndex = -1;
    button.querySelector("svg")?.classList.add("icon--sm");
    article.append(button);
  }
}
