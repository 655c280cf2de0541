// @ts-check
/** Several tabs of one browser. */

/**
 * Runs something while no other tab runs anything under the same name. Where the browser knows no such thing (a page over
 * plain `http:`), it runs at once.
 * @template T
 * @param {string} name
 * @param {AbortSignal} signal gives up waiting
 * @param {() => Promise<T>} run
 * @returns {Promise<T>}
 */
export function alone(name, signal, run) {
  return "locks" in navigator ? navigator.locks.request(name, { signal }, run) : run();
}
