// @ts-check
/** Sound in our own dress over the browser's player, and one that plays at a time. Without a script the browser's own controls stand there. */

import { element, icon } from "../element.js";
import { forEach } from "./arrivals.js";

/** @typedef {import("../page.js").Page} Page */

/**
 * @param {HTMLElement} column
 * @param {Page} page
 * @param {AbortSignal} signal
 */
export function dressPlayers(column, page, signal) {
  forEach(column, ".file--sound:not(.is-dressed)", signal, (card) => dress(card, page));
  // `play` does not bubble.
  column.addEventListener("play", (event) => silenceOthers(column, event.target), { capture: true });
}

/**
 * @param {HTMLElement} column
 * @param {EventTarget | null} playing
 */
function silenceOthers(column, playing) {
  for (const player of column.querySelectorAll("audio, video")) {
    if (player instanceof HTMLMediaElement && player !== playing && !player.paused) player.pause();
  }
}

/**
 * @param {HTMLElement} card
 * @param {Page} page
 */
function dress(card, { word }) {
  const [audio, mark, line] = [card.querySelector("audio"), card.querySelector(".file__icon"), card.querySelector(".file__sub")];
  if (!audio || !mark || !line) return;
  const size = line.textContent ?? "";
  const name = audio.getAttribute("aria-label") ?? "";
  const button = element("button", { type: "button", class: "file__icon" });
  const track = element("input", { type: "range", class: "file__track", min: "0", max: "1", step: "any", value: "0" });
  track.setAttribute("aria-label", word("js-seek", { name }));
  track.disabled = true;

  const state = () => {
    button.replaceChildren(icon(audio.paused ? "play" : "pause"));
    button.setAttribute("aria-label", word(audio.paused ? "js-play" : "js-pause", { name }));
  };
  const time = () => {
    const known = Number.isFinite(audio.duration) && audio.duration > 0;
    const part = known ? audio.currentTime / audio.duration : 0;
    track.disabled = !known;
    track.value = String(part);
    track.style.setProperty("--played", `${100 * part}%`);
    track.setAttribute("aria-valuetext", clock(audio.currentTime));
    line.textContent = known ? `${clock(audio.currentTime)} / ${clock(audio.duration)}` : size;
  };
  button.addEventListener("click", () => {
    if (audio.paused) void audio.play().catch(state);
    else audio.pause();
  });
  track.addEventListener("input", () => {
    audio.currentTime = Number(track.value) * audio.duration;
  });
  for (const event of ["play", "pause", "ended"]) audio.addEventListener(event, state);
  for (const event of ["timeupdate", "durationchange", "seeked"]) audio.addEventListener(event, time);
  audio.controls = false;
  mark.replaceWith(button);
  line.before(track);
  card.classList.add("is-dressed");
  state();
}

/**
 * Minutes and seconds, as on a clock.
 * @param {number} seconds
 */
function clock(seconds) {
  const whole = Math.floor(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}
