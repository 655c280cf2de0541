// @ts-check
/** Names as they are compared: however they are cased and composed, and whichever sign stands for an apostrophe, or none. */

/** What people type for the apostrophe of oʻ, gʻ and aʼlo. */
const APOSTROPHES = /[\u02bb\u02bc\u2018\u2019`\u00b4']/g;

/** @param {string} text */
export function folded(text) {
  // Upper case first: some letters have several lower ones.
  return text.trim().normalize("NFKC").toUpperCase().toLowerCase().replace(APOSTROPHES, "");
}
