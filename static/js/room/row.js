// @ts-check
/** A message's place in the log: the wrapper around the server's bubble, with everything that depends on the reader. */

import { element, iconButton } from "../element.js";

/** @typedef {import("../page.js").Page} Page */

/** What bubbles say of themselves never changes: a changed message is another bubble. @type {WeakMap<HTMLElement, Facts>} */
const FACTS = new WeakMap();
/** The buttons beside a message, made once: a page of history takes a hundred of them. @type {HTMLElement[]} */
const BUTTONS = [];

/**
 * What the log needs to know of a message, read off its bubble once.
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
  let facts = FACTS.get(article);
  if (!facts) FACTS.set(article, (facts = read(article)));
  return facts;
}

/**
 * @param {HTMLElement} article
 * @returns {Facts}
 */
function read(article) {
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
  const own = !system && author === String(page.me);
  row.classList.toggle("is-own", own);
  // Nobody has to hear what they wrote themselves.
  row.ariaLive = own ? "off" : null;
  row.classList.toggle("is-system", system);
  for (const mention of article.querySelectorAll(`.mention[data-user="${page.me}"]`)) mention.classList.add("mention--me");
  if (system || article.querySelector(".msg__act")) return;
  article.tabIndex = -1;
  // Where nothing hovers they are never seen: a long press opens the menu.
  if (!matchMedia("(hover: none)").matches) article.append(...buttons(page));
}

/** @param {Page} page */
function buttons({ word }) {
  if (!BUTTONS.length) BUTTONS.push(button("reply", word("js-reply"), "reply"), button("more", word("js-message-menu"), "menu"));
  return BUTTONS.map((one) => one.cloneNode(true));
}

/**
 * @param {string} drawing
 * @param {string} label
 * @param {string} act
 */
function button(drawing, label, act) {
  const made = iconButton(drawing, label, "msg__act");
  made.dataset["act"] = act;
  made.tabIndex = -1;
  made.querySelector("svg")?.classList.add("icon--sm");
  return made;
}
