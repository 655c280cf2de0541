// @ts-check
/** Leaving the page: asked first while something would be cut off, unless the page itself goes elsewhere. */

let meant = false;

/** @param {() => boolean} needed whether something would be cut off now */
export function askBeforeLeaving(needed) {
  addEventListener("beforeunload", (event) => {
    if (!meant && needed()) event.preventDefault();
  });
}

/**
 * The page goes elsewhere for a reason of its own.
 * @param {() => void} go
 */
export function leaveUnasked(go) {
  meant = true;
  go();
}
