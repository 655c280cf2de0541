// @ts-check
/** The emoji that were used last in this browser, newest first. Where nothing can be kept there are none. */

const KEY = "emoji-recent";
/** How many are kept: three lines of the picker. */
export const RECENTS_MAX = 24;

/** @returns {string[]} */
export function recents(store = () => localStorage) {
  try {
    const kept = JSON.parse(store().getItem(KEY) ?? "[]");
    return Array.isArray(kept) ? kept.filter((emoji) => typeof emoji === "string").slice(0, RECENTS_MAX) : [];
  } catch {
    return [];
  }
}

/**
 * @param {string} emoji
 * @param {() => Storage} [store]
 */
export function noteUse(emoji, store = () => localStorage) {
  try {
    const others = recents(store).filter((known) => known !== emoji);
    store().setItem(KEY, JSON.stringify([emoji, ...others].slice(0, RECENTS_MAX)));
  } catch {
    // Nothing is kept here.
  }
}
