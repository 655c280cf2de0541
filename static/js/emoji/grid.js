// @ts-check
/** Where the arrows lead in sections of lines of equally many places: the line above or below may belong to the next section. */

/** @typedef {{ section: number, place: number }} Spot */

/**
 * @param {number[]} counts how many places each section has
 * @param {number} columns places of a line
 * @param {Spot} from
 * @param {string} key
 * @returns {Spot | null} null for another key, and where there is nothing further
 */
export function step(counts, columns, { section, place }, key) {
  const count = counts[section] ?? 0;
  const column = place % columns;
  switch (key) {
    case "ArrowRight":
      return place + 1 < count ? { section, place: place + 1 } : first(counts, section + 1);
    case "ArrowLeft":
      return place > 0 ? { section, place: place - 1 } : last(counts, section - 1);
    case "ArrowDown": {
      if (place + columns < count) return { section, place: place + columns };
      // The last line may end before this column.
      if (Math.floor(place / columns) < Math.floor((count - 1) / columns)) return { section, place: count - 1 };
      const below = first(counts, section + 1);
      return below && { ...below, place: Math.min(column, (counts[below.section] ?? 1) - 1) };
    }
    case "ArrowUp": {
      if (place >= columns) return { section, place: place - columns };
      const above = last(counts, section - 1);
      if (!above) return null;
      const line = above.place - (above.place % columns);
      return { ...above, place: Math.min(line + column, above.place) };
    }
    case "Home":
      return first(counts, 0);
    case "End":
      return last(counts, counts.length - 1);
    default:
      return null;
  }
}

/**
 * The first place from a section on.
 * @param {number[]} counts
 * @param {number} section
 * @returns {Spot | null}
 */
function first(counts, section) {
  for (let at = section; at < counts.length; at += 1) if (counts[at]) return { section: at, place: 0 };
  return null;
}

/**
 * The last place up to a section.
 * @param {number[]} counts
 * @param {number} section
 * @returns {Spot | null}
 */
function last(counts, section) {
  for (let at = section; at >= 0; at -= 1) {
    const count = counts[at] ?? 0;
    if (count) return { section: at, place: count - 1 };
  }
  return null;
}
