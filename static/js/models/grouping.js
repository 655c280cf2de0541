// @ts-check
/** When two neighbouring messages stand together under one name: the rule that the server's pages follow too. */

/** How far apart in time at most, in milliseconds. */
export const GROUP_MS = 5 * 60 * 1000;

/**
 * @typedef {object} Grouped
 * @property {string} author
 * @property {number} at when it was written, epoch milliseconds
 * @property {string} day the day it is shown under
 * @property {boolean} system
 */

/**
 * Whether the later message joins the earlier one, which stands right before it.
 * @param {Grouped | null} earlier
 * @param {Grouped | null} later
 */
export function together(earlier, later) {
  return (
    earlier !== null &&
    later !== null &&
    !earlier.system &&
    !later.system &&
    earlier.author === later.author &&
    earlier.day === later.day &&
    Math.abs(later.at - earlier.at) <= GROUP_MS
  );
}
