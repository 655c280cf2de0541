// @ts-check
/** Parts of bubbles that a script gives more than the server did, whenever they come: with the page, by a frame, by history. */

/**
 * @param {HTMLElement} column
 * @param {string} selector
 * @param {AbortSignal} signal
 * @param {(part: HTMLElement) => void} act once for each part that is there or comes
 */
export function forEach(column, selector, signal, act) {
  const all = (/** @type {Element} */ root) => {
    for (const part of root.querySelectorAll(selector)) if (part instanceof HTMLElement) act(part);
  };
  all(column);
  const arrivals = new MutationObserver((records) => {
    for (const { addedNodes } of records) for (const node of addedNodes) if (node instanceof Element) all(node);
  });
  arrivals.observe(column, { childList: true, subtree: true });
  signal.addEventListener("abort", () => arrivals.disconnect());
}
