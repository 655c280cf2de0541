// @ts-check
/**
 * What the boxes of the page are made of: an element of one job, whose listeners elsewhere end when it leaves the page. One that
 * is only moved goes on.
 */

export class Part extends HTMLElement {
  #control = new AbortController();

  /** Aborted when this has left the page: at once, so that what follows it finds what it kept. */
  get signal() {
    return this.#control.signal;
  }

  disconnectedCallback() {
    // One that is moved is in the page again before this is called.
    if (!this.isConnected) this.#control.abort();
  }
}

/**
 * The value of a field until a part that the server rendered is given what it needs.
 * @returns {any}
 */
export function later() {
  return undefined;
}

/**
 * A part that the server rendered.
 * @template {HTMLElement} T
 * @param {ParentNode} root
 * @param {string} selector
 * @param {new (...means: any[]) => T} kind
 * @returns {T | null} null where there is none
 */
export function partOf(root, selector, kind) {
  const found = root.querySelector(selector);
  return found instanceof kind ? found : null;
}
