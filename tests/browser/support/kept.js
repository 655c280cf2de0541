/** What a browser has written down, where neither a closed tab nor a kill reaches it: later than the page shows it. */

/** @typedef {import("playwright-core").Page} BrowserPage */

/**
 * Resolves when the outbox is kept so.
 * @param {BrowserPage} page any of the browser's that is in the program
 * @param {string[]} texts in no order
 */
export async function outboxKept(page, ...texts) {
  const wanted = [...texts].sort().join();
  while ((await textsOf(page, "livechat", "outbox")).sort().join() !== wanted);
}

/**
 * Resolves when a draft is kept so.
 * @param {BrowserPage} page any of the browser's that is in the program
 * @param {string} text
 */
export async function draftKept(page, text) {
  while (!(await textsOf(page, "livechat-drafts", "copies")).includes(text));
}

/**
 * @param {BrowserPage} page
 * @param {string} database
 * @param {string} store
 * @returns {Promise<string[]>}
 */
function textsOf(page, database, store) {
  return page.evaluate(
    ([name, part]) =>
      new Promise((resolve) => {
        const opening = indexedDB.open(name);
        opening.onsuccess = () => {
          const asking = opening.result.transaction(part).objectStore(part).getAll();
          asking.onsuccess = () => {
            opening.result.close();
            resolve(asking.result.map((kept) => kept.text));
          };
        };
      }),
    /** @type {const} */ ([database, store]),
  );
}
