// @ts-check
/** A click on a quote goes to the message that it quotes, when that is in this page; else the link does its work. */

/** How long the message stays marked, in milliseconds. */
const FLASH_MS = 1_500;

/** @param {HTMLElement} box the log or the composer */
export function jumpFromQuotes(box) {
  box.addEventListener("click", (event) => {
    const quote = event.target instanceof Element ? event.target.closest("a.quote") : null;
    const article = quote instanceof HTMLAnchorElement ? document.getElementById(quote.hash.slice(1)) : null;
    const row = article?.parentElement;
    if (!row) return;
    event.preventDefault();
    jumpTo(row);
  });
}

/** @param {Element} row of a message */
export function jumpTo(row) {
  row.scrollIntoView({ block: "center", behavior: "instant" });
  row.classList.add("is-flash");
  setTimeout(() => row.classList.remove("is-flash"), FLASH_MS);
}
