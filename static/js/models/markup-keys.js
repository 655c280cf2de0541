// @ts-check
/**
 * What the keys for bold, italic and code do to a text: they put the marks that the server understands around what is selected,
 * or take them away. Bold and italic end with their line, so each line has its own; code of several lines is fenced.
 */

/** The mark of a style. */
const MARKS = Object.freeze({ bold: "**", italic: "*", code: "`" });
const FENCE = "```";

/**
 * @typedef {keyof typeof MARKS} Style
 * @typedef {{ from: number, to: number, text: string, select: [number, number] }} Change `text` comes in the place of `from` to `to`,
 * and `select` is selected then
 */

/**
 * @param {string} text
 * @param {number} start of the selection
 * @param {number} end
 * @param {Style} style
 * @returns {Change}
 */
export function toggled(text, start, end, style) {
  const picked = text.slice(start, end);
  // A mark holds only beside what is no space.
  const from = start + (picked.length - picked.trimStart().length);
  const to = Math.max(from, end - (picked.length - picked.trimEnd().length));
  const inner = picked.trim();
  if (style === "code" && inner.includes("\n")) return fenced(text, from, to);
  const mark = MARKS[style];
  const around = runLength(text, from, to, mark);
  if (has(around, style)) {
    const [left, right] = [from - mark.length, to + mark.length];
    return { from: left, to: right, text: inner, select: [left, left + inner.length] };
  }
  if (!inner) return { from, to: from, text: mark + mark, select: [from + mark.length, from + mark.length] };
  const lines = inner.split("\n");
  const bare = lines.map((line) => unwrapped(line, style));
  const isWhole = lines.every((line, n) => !line.trim() || bare[n] !== line);
  const made = isWhole ? bare : lines.map((line, n) => (bare[n] === line ? wrapped(line, mark) : line));
  const put = made.join("\n");
  // One line alone keeps its text selected, so that the next key goes on with it.
  const inset = lines.length === 1 && !isWhole ? mark.length : 0;
  return { from, to, text: put, select: [from + inset, from + put.length - inset] };
}

/**
 * Whether marks of that length carry the style: three asterisks are bold and italic.
 * @param {number} run
 * @param {Style} style
 */
function has(run, style) {
  if (style === "bold") return run === 2 || run === 3;
  return style === "italic" ? run === 1 || run === 3 : run === 1;
}

/**
 * How many of a mark's character stand on both sides of a range.
 * @param {string} text
 * @param {number} from
 * @param {number} to
 * @param {string} mark
 */
function runLength(text, from, to, mark) {
  let run = 0;
  while (text[from - run - 1] === mark[0] && text[to + run] === mark[0]) run += 1;
  return run;
}

/**
 * A line without the marks at its ends; the same line when it has none.
 * @param {string} line
 * @param {Style} style
 */
function unwrapped(line, style) {
  const mark = MARKS[style];
  const text = line.trim();
  let run = 0;
  while (2 * run + 2 < text.length && text[run] === mark[0] && text[text.length - 1 - run] === mark[0]) run += 1;
  return has(run, style) ? text.slice(mark.length, -mark.length) : line;
}

/**
 * @param {string} line
 * @param {string} mark
 */
function wrapped(line, mark) {
  const text = line.trim();
  return text ? line.replace(text, () => mark + text + mark) : line;
}

/**
 * @param {string} text
 * @param {number} from
 * @param {number} to
 * @returns {Change}
 */
function fenced(text, from, to) {
  const code = text.slice(from, to);
  const [open, close] = [`${FENCE}\n`, `\n${FENCE}`];
  if (text.slice(0, from).endsWith(open) && text.slice(to).startsWith(close)) {
    const left = from - open.length;
    return { from: left, to: to + close.length, text: code, select: [left, left + code.length] };
  }
  const before = from === 0 || text[from - 1] === "\n" ? open : `\n${open}`;
  const after = to === text.length || text[to] === "\n" ? close : `${close}\n`;
  const at = from + before.length;
  return { from, to, text: before + code + after, select: [at, at + code.length] };
}
