// @ts-check
/**
 * Files of a bubble that another one takes the place of: an edit of the words changes nothing about them, so the same
 * elements stay. What plays plays on, what is loaded stays in view.
 */

const FILES = ".media__item, .media__video, .file";

/**
 * To be called in the turn in which the old bubble left the page: a player stops at the end of it.
 * @param {HTMLElement} from the bubble that was there
 * @param {HTMLElement} to the bubble that is there now
 */
export function carryFiles(from, to) {
  const known = new Map([...from.querySelectorAll(FILES)].map((part) => [numberOf(part), part]));
  for (const part of to.querySelectorAll(FILES)) {
    const same = known.get(numberOf(part));
    if (same) part.replaceWith(same);
  }
}

/** A message's file is the same one as long as it is there. @param {Element} part */
function numberOf(part) {
  return part instanceof HTMLElement ? part.dataset["n"] : undefined;
}
