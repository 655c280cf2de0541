// @ts-check
/**
 * Pictures that move play while they are in view, from their file; else their thumbnail stands still. Who asked for less
 * motion, and files that are large, wait for the viewer.
 */

import { forEach } from "./arrivals.js";

/** The largest file that is loaded only because it is in view, in bytes. */
const PLAY_BYTES = 8 * 1024 * 1024;
/** How much of a picture is in view when it begins to play. */
const IN_VIEW = 0.6;

/**
 * @param {HTMLElement} column
 * @param {AbortSignal} signal
 */
export function playAnimations(column, signal) {
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  /** @type {Set<HTMLAnchorElement>} */
  const inView = new Set();
  const update = (/** @type {HTMLAnchorElement} */ item) => void show(item, () => inView.has(item) && !calm.matches);
  const views = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        const item = /** @type {HTMLAnchorElement} */ (target);
        if (isIntersecting) inView.add(item);
        else inView.delete(item);
        update(item);
      }
    },
    { threshold: IN_VIEW },
  );
  forEach(column, ".media__item[data-animated]", signal, (item) => {
    if (Number(item.dataset["size"]) <= PLAY_BYTES) views.observe(item);
  });
  calm.addEventListener("change", () => inView.forEach(update), { signal });
  signal.addEventListener("abort", () => views.disconnect());
}

/**
 * @param {HTMLAnchorElement} item
 * @param {() => boolean} wanted whether it plays; asked again when its file is there
 */
async function show(item, wanted) {
  const image = item.querySelector("img");
  if (!image || wanted() === item.classList.contains("is-playing")) return;
  if (wanted()) {
    const moving = new Image();
    moving.src = item.href;
    try {
      await moving.decode();
    } catch {
      return;
    }
    if (!wanted() || item.classList.contains("is-playing")) return;
    item.dataset["still"] = image.src;
    image.src = item.href;
    item.classList.add("is-playing");
  } else {
    image.src = item.dataset["still"] ?? image.src;
    item.classList.remove("is-playing");
  }
}
