// @ts-check
/** The text of a clipboard as one would have typed it. Office programs bring line ends, spaces and bullets of their own. */

/** The signs by which Word marks the items of a list, some of them letters of its own symbol fonts. */
const BULLET = /^([ \t]*)(?:[·•▪▫◦§\uF0A7\uF0B7\uF0D8\uF076\uF0FC]|o)\t[ \t]*/gm;
/** Spaces that do not break, and those of a fixed width. */
const ODD_SPACES = /[\u00A0\u2007\u202F]/g;

/**
 * Whether a text comes with its look: from a page or an office program.
 * @param {readonly string[]} types of a clipboard
 */
export function isRich(types) {
  return types.includes("text/html") || types.includes("text/rtf");
}

/**
 * Whether the files of a clipboard are meant. An office program puts a picture of a text beside the text: then the text is.
 * @param {DataTransfer} clipboard
 */
export function hasFiles(clipboard) {
  return clipboard.files.length > 0 && !(isRich(clipboard.types) && clipboard.getData("text/plain").trim());
}

/**
 * @param {string} text
 * @param {boolean} rich whether it comes with its look
 */
export function typedText(text, rich) {
  const lines = text.replace(/\r\n?|\v|\f|\u2028|\u2029/g, "\n").replace(/\0/g, "");
  if (!rich) return lines;
  // A range of cells ends with a line end that nobody has selected.
  return lines.replace(ODD_SPACES, " ").replace(BULLET, "$1• ").replace(/\n+$/, "");
}
