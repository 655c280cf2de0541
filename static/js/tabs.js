// @ts-check
/** Several tabs of one browser. */

/**
 * Runs something while no other tab runs anything under the same name. Where the browser knows no such thing (a page over
 * plain `http:`), it runs at once.
 * @template T
 * @param {string} name
 * @param {AbortSignal} signal gives up waiting
 * @param {() => Promise<T>} run
 * @param {() => void} waits another tab has it: it runs when that one is done
 * @returns {Promise<T>}
 */
export async function alone(name, signal, run, waits) {
  if (!("locks" in navigator)) return run();
  const now = await navigator.locks.request(name, { ifAvailable: true }, async (lock) => lock && { done: await run() });
  if (now) return now.done;
  waits();
  return navigator.locks.request(name, { signal }, run);
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
