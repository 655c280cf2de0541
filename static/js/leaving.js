// @ts-check
/** Leaving the page: asked first while something would be cut off, unless the page itself goes elsewhere. */

let meant = false;
/** Whether the last thing that the reader did was to follow a link to another page of this site. */
let onwards = false;

// A page that the browser kept and shows again has not left.
addEventListener("pageshow", () => (meant = false));

for (const name of ["pointerdown", "keydown"]) addEventListener(name, () => (onwards = false), { capture: true });
addEventListener("click", (event) => (onwards = !event.defaultPrevented && leadsOnwards(event.target)));

/**
 * @param {(onwards: boolean) => boolean} needed whether something would be cut off now; onwards: by another page of this site
 * @param {{ signal?: AbortSignal }} [until]
 */
export function askBeforeLeaving(needed, until = {}) {
  const ask = (/** @type {Event} */ event) => {
    if (!meant && needed(onwards)) event.preventDefault();
  };
  addEventListener("beforeunload", ask, until);
}

/** @param {EventTarget | null} target */
function leadsOnwards(target) {
  const link = target instanceof Element ? target.closest("a") : null;
  return link !== null && link.origin === location.origin && !link.target && !link.hasAttribute("download");
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

/** The server asks for a login, and leads back here after it. */
export function leaveForLogin() {
  const here = location.pathname + location.search;
  leaveUnasked(() => location.assign(`/login/?next=${encodeURIComponent(here)}`));
}
