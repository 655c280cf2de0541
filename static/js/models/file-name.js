// @ts-check
/** The name of a file as the server will show it, so that nothing reads differently before it is sent. */

/** Controls and the marks that turn the direction of what follows (they make `exe` read like `jpg`); the server takes them away, too. */
const HIDDEN = /[\p{Cc}\u200B\u200E\u200F\u2028-\u202E\u2060-\u206F\uFEFF]/gu;

/** @param {string} name as the device gives it */
export function plainName(name) {
  return name.replace(HIDDEN, "");
}

/** @param {File} file */
export function plainlyNamed(file) {
  const name = plainName(file.name);
  return name === file.name ? file : new File([file], name, { type: file.type, lastModified: file.lastModified });
}
