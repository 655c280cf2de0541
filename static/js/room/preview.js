// @ts-check
/** What stands for a file of this device before the server has it: the picture itself, or the ending of its name. */

import { element, icon } from "../element.js";

/** The ending of a name, when it is short enough to be one. */
const ENDING = /[^.]\.([\p{L}\p{N}]{1,5})$/u;

/**
 * @param {File} file
 * @param {string} classes
 * @returns {HTMLElement} a picture that cannot be shown gives way to its badge
 */
export function previewOf(file, classes) {
  if (!isPicture(file)) return badgeOf(file, classes);
  const address = URL.createObjectURL(file);
  const image = element("img", { class: classes, src: address, alt: "", draggable: "false", decoding: "async" });
  // Once it is read, the address is not needed any more.
  image.addEventListener("load", () => URL.revokeObjectURL(address), { once: true });
  image.addEventListener(
    "error",
    () => {
      URL.revokeObjectURL(address);
      image.replaceWith(badgeOf(file, classes));
    },
    { once: true },
  );
  return image;
}

/** @param {File} file */
export function isPicture(file) {
  return file.type.startsWith("image/");
}

/**
 * @param {File} file
 * @param {string} classes
 */
function badgeOf(file, classes) {
  const ending = ENDING.exec(file.name)?.[1];
  return element("span", { class: classes, "aria-hidden": "true" }, ending ? ending.toUpperCase() : icon("file"));
}
