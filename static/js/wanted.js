// @ts-check
/**
 * Parts of the page that come when they are first asked for. On a slow line they may come when nobody waits for them any more: who
 * typed or pressed meanwhile must not find a dialog under the fingers, and who went elsewhere has ended the part that asked.
 */

/**
 * @template T
 * @param {() => Promise<T>} load
 * @param {Element} asked what was pressed; it says that it is busy
 * @param {AbortSignal} signal of the part of the page that asks
 * @returns {Promise<T | null>} null when it is not wanted any more
 */
export async function whileWanted(load, asked, signal) {
  const watch = new AbortController();
  const over = AbortSignal.any([signal, watch.signal]);
  let wanted = true;
  for (const event of ["pointerdown", "keydown"]) {
    addEventListener(event, () => (wanted = false), { capture: true, signal: over });
  }
  asked.setAttribute("aria-busy", "true");
  try {
    const part = await load();
    return wanted && !signal.aborted ? part : null;
  } finally {
    watch.abort();
    asked.removeAttribute("aria-busy");
  }
}
