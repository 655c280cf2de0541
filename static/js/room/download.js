// @ts-check
/** Files of a message onto the reader's own disk, through the browser's own downloads. */

import { element } from "../element.js";
import { factsOf } from "./row.js";

/**
 * Where a file is offered for download.
 * @param {number | string} message its id
 * @param {number | string} n
 */
export function downloadOf(message, n) {
  return `/download/${message}/${n}/?download=1`;
}

/**
 * The file under the pointer, else every file of the message.
 * @param {HTMLElement} article
 * @param {Element | null} part of the bubble
 */
export function download(article, part) {
  const { id, files } = factsOf(article);
  const chosen = part?.closest("[data-n]");
  const numbers = chosen instanceof HTMLElement ? [chosen.dataset["n"] ?? "1"] : Array.from({ length: files }, (_, at) => at + 1);
  for (const n of numbers) {
    const link = element("a", { href: downloadOf(id, n), download: "" });
    document.body.append(link);
    link.click();
    link.remove();
  }
}
