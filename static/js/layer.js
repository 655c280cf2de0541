// @ts-check
/**
 * What lies over the whole page is closed by Back, as on a phone: it has an entry of the browser's history for as long as it is
 * open. An entry without its layer (closed otherwise, or lost when the page was loaded again) is left at once. An address that
 * is gone to meanwhile takes the layer's entry.
 */

/** What closes the layer that is open. @type {(() => void) | null} */
let close = null;
/** Whether an entry is being left: the browser takes its time. */
let leaving = false;
/** The address to go to when it is left. @type {(() => void) | null} */
let next = null;

/** A layer is open. @param {() => void} shut called when Back is pressed */
export function cover(shut) {
  close = shut;
  // Until the entry before is left, another one could be left in its stead.
  if (!leaving) enter();
}

/** It is closed, in whatever way. */
export function uncover() {
  close = null;
  leave();
}

/**
 * The page shows another address from here on.
 * @param {string} address
 * @param {() => void} then when the browser's history has it; at once, unless a layer's entry is just being left
 */
export function goTo(address, then) {
  if (leaving) {
    next = () => goTo(address, then);
    return;
  }
  if (history.state?.layer) history.replaceState(null, "", address);
  else history.pushState(null, "", address);
  then();
}

addEventListener("popstate", () => {
  const left = leaving;
  leaving = false;
  if (close && left) enter();
  else if (close && !history.state?.layer) close();
  else leave();
  const going = leaving ? null : next;
  if (going) next = null;
  going?.();
});
addEventListener("pageshow", leave);

function enter() {
  if (!history.state?.layer) history.pushState({ layer: true }, "");
}

function leave() {
  if (close || leaving || !history.state?.layer) return;
  leaving = true;
  history.back();
}
