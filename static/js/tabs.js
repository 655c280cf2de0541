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

/**
 * What the tabs tell each other.
 * @param {string} subject
 * @param {(word: string) => void} heard what another tab tells
 * @returns {(word: string) => void} tells it to all others
 */
export function amongTabs(subject, heard) {
  const channel = new BroadcastChannel(`livechat-${subject}`);
  channel.onmessage = ({ data }) => heard(data);
  return (word) => channel.postMessage(word);
}
