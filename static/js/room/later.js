// @ts-check
/**
 * What only some rooms need comes with the first message that needs it, the viewer with the first picture that is opened. Where
 * it does not come the browser's own way stays: its controls, a picture that stands still, words that say there is no connection.
 */

import { toast } from "../toasts.js";
import { whileWanted } from "../wanted.js";
import { forEach } from "./arrivals.js";

/**
 * @param {import("./log.js").Log} log
 * @param {import("../page.js").Page} page
 * @param {import("./viewer.js").Beside} beside where more pictures come from
 * @param {AbortSignal} signal
 */
export function startLater(log, page, beside, signal) {
  withFirst(log, "audio, video", signal, async () => {
    const { dressPlayers } = await import("./players.js");
    if (!signal.aborted) dressPlayers(log, page, signal);
  });
  withFirst(log, "[data-animated]", signal, async () => {
    const { playAnimations } = await import("./animations.js");
    if (!signal.aborted) playAnimations(log, signal);
  });
  openPictures(log, page, beside, signal);
}

/**
 * @param {HTMLElement} log
 * @param {string} selector
 * @param {AbortSignal} signal
 * @param {() => Promise<void>} act when the first such part is there; once more with the next one when it failed
 */
function withFirst(log, selector, signal, act) {
  const done = new AbortController();
  let trying = false;
  forEach(log, selector, AbortSignal.any([signal, done.signal]), () => {
    if (trying) return;
    trying = true;
    void act().then(() => done.abort(), () => (trying = false));
  });
}

/**
 * @param {import("./log.js").Log} log
 * @param {import("../page.js").Page} page
 * @param {import("./viewer.js").Beside} beside
 * @param {AbortSignal} signal
 */
function openPictures(log, page, beside, signal) {
  /** @type {import("./viewer.js").Viewer | null} */
  let viewer = null;
  const open = async (/** @type {HTMLAnchorElement} */ item) => {
    try {
      const part = await whileWanted(() => import("./viewer.js"), item, signal);
      if (!part) return;
      viewer ??= new part.Viewer(log, page, beside, signal);
      await viewer.open(item);
    } catch {
      toast(page.word("js-no-connection"), "alert");
    }
  };
  log.addEventListener("click", (event) => {
    const item = event.target instanceof Element ? event.target.closest(".media__item") : null;
    const elsewhere = event.metaKey || event.ctrlKey || event.shiftKey || event.altKey;
    if (!(item instanceof HTMLAnchorElement) || elsewhere) return;
    event.preventDefault();
    void open(item);
  });
}
