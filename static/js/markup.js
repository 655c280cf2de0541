// @ts-check
/**
 * The one place where markup becomes elements. It only takes what our own server rendered: it escapes first, and nothing
 * that a person typed reaches this function as markup in any other way.
 */

/**
 * @param {string} html from a frame, a page of history or a page of our own origin
 * @returns {DocumentFragment} inert until it is put into the page
 */
export function fromServer(html) {
  const template = document.createElement("template");
  // eslint-disable-next-line no-restricted-properties -- this is the function that the rule points to
  template.innerHTML = html;
  return template.content;
}

/**
 * The bubble in a piece of markup.
 * @param {string} html
 * @returns {HTMLElement | null}
 */
export function articleFrom(html) {
  return fromServer(html).querySelector("article");
}
