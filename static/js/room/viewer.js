// @ts-check
/**
 * Pictures large, over the whole page: arrows, swipe, zoom, Esc, download. It goes through all pictures of the room in their order, those
 * beside the log too, and none any more that is deleted meanwhile. They are counted when all of them are known. The log stays as it is.
 * The library comes with the first picture that is opened; without a script a picture is a plain link.
 */

import { element } from "../element.js";
import { cover, uncover } from "../layer.js";
import { downloadOf } from "./download.js";
import { factsOf, plainOf } from "./row.js";
import { Shelf } from "./shelf.js";

/** @typedef {import("../models/span.js").Side} Side */
/** @typedef {{ span: import("../models/span.js").Span, pictures: ConstructorParameters<typeof Shelf>[2] }} Beside */

/** The library's folder. */
const LIBRARY = new URL("../../vendor/photoswipe/", import.meta.url);
/** Pictures that are loaded ahead: before and after the one in view. */
const AHEAD = [1, 1];
/** With how many pictures left before the last one known the next ones are asked for. */
const NEAR = 3;
/** What the download button draws, in the library's way. */
const DOWNLOAD_ICON = {
  isCustomSVG: true,
  inner: '<path d="M20.5 14.3 17.1 18V10h-2.2v7.9l-3.4-3.6L10 16l6 6.1 6-6.1ZM23 23H9v2h14Z" id="viewer-download"/>',
  outlineID: "viewer-download",
};

/**
 * What we use of the library.
 * @typedef {object} PhotoSwipe
 * @property {() => void} init
 * @property {() => void} close once it is open
 * @property {(event: string, act: () => void) => void} on
 * @property {() => void} destroy closes it at once
 * @property {(event: string) => void} dispatch
 * @property {(index: number) => void} goTo
 * @property {(index: number) => void} refreshSlideContent
 * @property {HTMLElement} [element]
 * @property {{ dataSource: Slide[] }} options
 * @property {number} currIndex
 * @property {number} potentialIndex where a swipe leads
 * @property {LibrarySlide} currSlide
 * @property {{ itemHolders: { slide?: LibrarySlide }[] }} mainScroll the one in view and the two beside it
 * @property {{ isOpen: boolean }} opener open: and neither opening nor closing
 * @property {{ removeByIndex: (index: number) => void }} contentLoader
 * @property {{ registerElement: (part: object) => void }} ui
 */

/** @typedef {{ data: Slide, index: number, content: { index: number } }} LibrarySlide */

/**
 * @typedef {object} Slide
 * @property {string} src
 * @property {string} msrc shown until the picture is there
 * @property {number} width
 * @property {number} height
 * @property {string} alt
 * @property {HTMLAnchorElement} item
 * @property {HTMLAnchorElement | undefined} element where it flies from and to; a picture beside the log fades
 * @property {boolean} thumbCropped
 */

export class Viewer {
  #log;
  #page;
  #beside;
  #signal;
  /** @type {Promise<new (options: object) => PhotoSwipe> | null} */
  #library = null;

  /**
   * @param {import("./log.js").Log} log
   * @param {import("../page.js").Page} page
   * @param {Beside} beside
   * @param {AbortSignal} signal
   */
  constructor(log, page, beside, signal) {
    this.#log = log;
    this.#page = page;
    this.#beside = beside;
    this.#signal = signal;
  }

  /** @param {HTMLAnchorElement} item is left unopened, with an error, when the library does not come */
  async open(item) {
    this.#library ??= load();
    try {
      this.#show(await this.#library, item.href);
    } catch (error) {
      this.#library = null;
      throw error;
    }
  }

  /**
   * @param {new (options: object) => PhotoSwipe} Library
   * @param {string} href of the picture; its element may be another one by now
   */
  #show(Library, href) {
    const { word } = this.#page;
    const shelf = new Shelf(this.#log, this.#beside.span, this.#beside.pictures);
    const items = shelf.items;
    const index = items.findIndex((item) => item.href === href);
    if (index < 0 || this.#signal.aborted || document.querySelector(".viewer")) return;
    const viewer = new Library({
      dataSource: items.map(slide),
      index,
      mainClass: "viewer",
      bgOpacity: 0.95,
      loop: false,
      counter: false,
      preload: AHEAD,
      returnFocus: false,
      closeTitle: word("js-viewer-close"),
      zoomTitle: word("js-viewer-zoom"),
      arrowPrevTitle: word("js-viewer-previous"),
      arrowNextTitle: word("js-viewer-next"),
      errorMsg: word("js-viewer-failed"),
    });
    viewer.on("uiRegister", () => {
      viewer.ui.registerElement(downloadButton(word("js-download")));
      viewer.ui.registerElement(caption());
      viewer.ui.registerElement(counter(shelf));
    });
    viewer.on("afterInit", () => {
      viewer.element?.setAttribute("aria-label", word("js-viewer"));
      viewer.element?.setAttribute("aria-modal", "true");
    });
    const follow = () => this.#follow(viewer, shelf);
    viewer.on("change", () => {
      for (const side of sidesNear(viewer)) void shelf.extend(side).then((extended) => extended && follow());
    });
    const changes = new MutationObserver(follow);
    const beside = (/** @type {Event} */ event) => {
      if (shelf.follow(/** @type {import("./shelf.js").BesideEvent} */ (event))) follow();
    };
    let wanted = true;
    // While it opens the library does not let itself be closed.
    const destroy = () => {
      wanted = false;
      viewer.destroy();
    };
    this.#signal.addEventListener("abort", destroy);
    viewer.on("initialZoomInEnd", () => (wanted ? follow() : viewer.close()));
    viewer.on("destroy", () => {
      this.#signal.removeEventListener("abort", destroy);
      changes.disconnect();
      this.#log.removeEventListener("beside", beside);
      uncover();
      const item = shelf.items.find((one) => one.href === href) ?? this.#log.closest(".log");
      if (item instanceof HTMLElement) item.focus({ preventScroll: true });
    });
    viewer.init();
    cover(() => {
      wanted = false;
      viewer.close();
    });
    changes.observe(this.#log, { childList: true, subtree: true });
    this.#log.addEventListener("beside", beside);
  }

  /**
   * Messages have come, changed or are gone: so are their pictures.
   * @param {PhotoSwipe} viewer
   * @param {Shelf} shelf
   */
  #follow(viewer, shelf) {
    if (!viewer.opener.isOpen) return;
    const known = new Map(viewer.options.dataSource.map((one) => [one.src, one]));
    const slides = shelf.items.map((item) => Object.assign(known.get(item.href) ?? slide(item), placed(item)));
    const same = slides.length === known.size && slides.every((one, n) => one === viewer.options.dataSource[n]);
    if (same) viewer.dispatch("change");
    else if (slides.includes(viewer.currSlide.data)) put(viewer, slides);
    else viewer.destroy();
  }
}

/**
 * The sides on which not many pictures are left to go to.
 * @param {PhotoSwipe} viewer
 * @returns {Side[]}
 */
function sidesNear({ currIndex, options }) {
  /** @type {Side[]} */
  const sides = currIndex < NEAR ? ["older"] : [];
  return currIndex >= options.dataSource.length - NEAR ? [...sides, "newer"] : sides;
}

/**
 * The picture in view stays as it is, with its zoom, and so does a swipe on its way; what is other is what lies beside it.
 * @param {PhotoSwipe} viewer
 * @param {Slide[]} slides the one in view is among them
 */
function put(viewer, slides) {
  const before = viewer.options.dataSource;
  const index = slides.indexOf(viewer.currSlide.data);
  const shift = index - viewer.currSlide.index;
  // But it must not lead to one that is gone.
  if (slides[viewer.potentialIndex + shift] !== before[viewer.potentialIndex]) viewer.goTo(viewer.currIndex);
  for (const at of before.keys()) viewer.contentLoader.removeByIndex(at);
  viewer.options.dataSource = slides;
  viewer.currIndex += shift;
  viewer.potentialIndex += shift;
  const stale = [];
  for (const [place, { slide: held }] of viewer.mainScroll.itemHolders.entries()) {
    const at = index - 1 + place;
    if (held?.data !== slides[at]) stale.push(at);
    else if (held) held.index = held.content.index = at;
  }
  for (const at of stale) viewer.refreshSlideContent(at);
  viewer.dispatch("change");
}

/** The library with its style sheet. */
async function load() {
  const style = element("link", { rel: "stylesheet", href: new URL("photoswipe.css", LIBRARY).pathname });
  const styled = new Promise((resolve, reject) => {
    style.addEventListener("load", resolve);
    style.addEventListener("error", reject);
  });
  document.head.append(style);
  try {
    const [library] = await Promise.all([import(new URL("photoswipe.esm.min.js", LIBRARY).pathname), styled]);
    return library.default;
  } catch (error) {
    style.remove();
    throw error;
  }
}

/**
 * @param {HTMLAnchorElement} item
 * @returns {Slide}
 */
function slide(item) {
  const { width, height, name, still } = item.dataset;
  const thumbnail = still ?? item.querySelector("img")?.src ?? item.href;
  const size = { width: Number(width), height: Number(height) };
  return { ...size, ...placed(item), src: item.href, msrc: thumbnail, alt: name ?? "", thumbCropped: true };
}

/** @param {HTMLAnchorElement} item */
function placed(item) {
  return { item, element: item.isConnected ? item : undefined };
}

/**
 * @param {string} title
 */
function downloadButton(title) {
  return {
    name: "download-button",
    order: 8,
    isButton: true,
    tagName: "a",
    title,
    html: DOWNLOAD_ICON,
    onInit(/** @type {HTMLAnchorElement} */ link, /** @type {PhotoSwipe} */ viewer) {
      link.download = "";
      viewer.on("change", () => {
        const { article, n } = placeOf(viewer);
        link.href = downloadOf(factsOf(article).id, n);
      });
    },
  };
}

/** The message's text and the picture's name. */
function caption() {
  return {
    name: "caption",
    className: "viewer__caption",
    appendTo: "root",
    onInit(/** @type {HTMLElement} */ box, /** @type {PhotoSwipe} */ viewer) {
      viewer.on("change", () => {
        const { article, name } = placeOf(viewer);
        const text = factsOf(article).text ? [element("p", { dir: "auto" }, plainOf(article))] : [];
        box.replaceChildren(...text, element("small", { dir: "auto" }, name));
      });
    },
  };
}

/** Which of how many, when that is known. @param {Shelf} shelf */
function counter(shelf) {
  return {
    name: "place",
    className: "pswp__counter",
    order: 5,
    onInit(/** @type {HTMLElement} */ box, /** @type {PhotoSwipe} */ viewer) {
      viewer.on("change", () => {
        box.textContent = shelf.whole ? `${viewer.currIndex + 1} / ${viewer.options.dataSource.length}` : "";
      });
    },
  };
}

/** Where the picture in view comes from. @param {PhotoSwipe} viewer */
function placeOf(viewer) {
  const { item } = viewer.currSlide.data;
  const article = /** @type {HTMLElement} */ (item.closest("article"));
  return { article, n: item.dataset["n"] ?? "1", name: item.dataset["name"] ?? "" };
}
