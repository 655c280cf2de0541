// @ts-check
/** Quotes follow their parent: when it changes or goes, the quotes of it in this page say so at once. */

import { element } from "../element.js";

/** Characters of a parent's text that a quote shows; the server cuts there too. */
const QUOTE_CHARS = 120;

/**
 * @param {ParentNode} log
 * @param {number} parent message id
 * @param {string} text what it says now, in one line
 * @param {boolean} hasPicture whether there still is one to show
 */
export function rewriteQuotes(log, parent, text, hasPicture) {
  for (const quote of quotesOf(log, parent)) {
    if (!hasPicture) quote.querySelector("img")?.remove();
    const line = quote.querySelector("span");
    if (line) line.textContent = excerpt(text);
  }
}

/**
 * @param {ParentNode} log
 * @param {number} parent message id
 * @param {string} words what stands there instead
 */
export function emptyQuotes(log, parent, words) {
  for (const quote of quotesOf(log, parent)) {
    quote.replaceWith(element("span", { class: "quote quote--gone" }, element("span", { class: "cut" }, words)));
  }
}

/**
 * The beginning of a text in one line.
 * @param {string} text
 */
export function excerpt(text) {
  return [...text.replace(/\s+/g, " ").trim()].slice(0, QUOTE_CHARS).join("");
}

/**
 * @param {ParentNode} log
 * @param {number} parent
 */
function quotesOf(log, parent) {
  return log.querySelectorAll(`article[data-quote="${parent}"] .quote`);
}
