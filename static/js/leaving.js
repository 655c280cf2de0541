// @ts-check
/** Leaving the page: asked first while something would be cut off, unless the page itself goes elsewhere. */

let meant = false;

// A page that the browser kept and shows again has not left.
addEventListener("pageshow", () => (meant = false));

/** @param {() => boolean} needed whether something would be cut off now */
export function askBeforeLeaving(needed) {
  addEventListener("beforeunload", (event) => {
    if (!meant && needed()) event.preventDefault();
  });
}

/**
 * The page goes elsewhere for a reason of its own. Already on its way it is not turned aside: who signs out goes where the
 * server says, and not where the end of the connection would lead.
 * @param {() => void} go
 */
export function leaveUnasked(go) {
  if (meant) return;
  meant = true;
  go();
}
