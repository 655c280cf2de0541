// @ts-check
/** Builds elements without markup: text stays text. */

/** The drawing of all icons, beside this script under the same digest. */
const ICONS = new URL("../icons.svg", import.meta.url).pathname;
const SVG = "http://www.w3.org/2000/svg";

/**
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} name
 * @param {Record<string, string>} [attributes]
 * @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[T]}
 */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  setAttributes(made, attributes);
  made.append(...children);
  return made;
}

/**
 * @param {Element} to
 * @param {Record<string, string>} attributes
 */
export function setAttributes(to, attributes) {
  for (const [key, value] of Object.entries(attributes)) to.setAttribute(key, value);
}

/**
 * @param {string} name
 * @param {string} [classes]
 */
export function icon(name, classes = "icon") {
  const svg = document.createElementNS(SVG, "svg");
  const use = document.createElementNS(SVG, "use");
  svg.setAttribute("class", classes);
  svg.setAttribute("aria-hidden", "true");
  use.setAttribute("href", `${ICONS}#${name}`);
  svg.append(use);
  return svg;
}

/**
 * @param {string} name the icon
 * @param {string} label what it does
 * @param {string} [classes]
 */
export function iconButton(name, label, classes = "icon-btn") {
  return element("button", { type: "button", class: classes, "aria-label": label }, icon(name));
}
