// @ts-check
/**
 * Pictures large, over the whole page: arrows, swipe, zoom, Esc, download. It shows every picture of the messages in view, in
 * their order, and none any more that is deleted meanwhile. The library comes with the first picture that is opened; without
 * a script a picture is a plain link.
 */

import { element } from "../element.js";
import { cover, uncover } from "../layer.js";
import { downloadOf } from "./download.js";
import { factsOf, plainOf } from "./row.js";

/** The library's folder. */
const LIBRARY = new URL("../../vendor/photoswipe/", import.meta.url);
/** Pictures that are loaded ahead: before and after the one in view. */
const AHEAD = [1, 1];
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
 * @property {{ data: Slide, index: number }} currSlide
 * @property {{ isOpen: boolean }} opener open: and neither opening nor closing
 * @property {{ removeByIndex: (index: number) => void }} contentLoader
 * @property {{ registerElement: (part: object) => void }} ui
 */

/**
 * @typedef {object} Slide
 * @property {string} src
 * @property {string} msrc shown until the picture is there
 * @property {number} width
 * @property {number} height
 * @property {string} alt
 * @property {HTMLAnchorElement} element
 * @property {boolean} thumbCropped
 */

export class Viewer {
  #column;
  #page;
  #signal;
  /** @type {Promise<new (options: object) => PhotoSwipe> | null} */
  #library = null;

  /**
   * @param {HTMLElement} column
   * @param {import("../page.js").Page} page
   * @param {AbortSignal} signal
   */
  constructor(column, page, signal) {
    this.#column = column;
    this.#page = page;
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
    const items = this.#items;
    const index = items.findIndex((item) => item.href === href);
    if (index < 0 || this.#signal.aborted || document.querySelector(".viewer")) return;
    const viewer = new Library({
      dataSource: items.map(slide),
      index,
      mainClass: "viewer",
      bgOpacity: 0.95,
      loop: false,
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
    });
    viewer.on("afterInit", () => {
      viewer.element?.setAttribute("aria-label", word("js-viewer"));
      viewer.element?.setAttribute("aria-modal", "true");
    });
    const changes = new MutationObserver(() => this.#follow(viewer));
    let wanted = true;
    // While it opens the library does not let itself be closed.
    const destroy = () => {
      wanted = false;
      viewer.destroy();
    };
    this.#signal.addEventListener("abort", destroy);
    viewer.on("initialZoomInEnd", () => (wanted ? this.#follow(viewer) : viewer.close()));
    viewer.on("destroy", () => {
      this.#signal.removeEventListener("abort", destroy);
      changes.disconnect();
      uncover();
      const item = this.#items.find((one) => one.href === href) ?? this.#column.closest(".log");
      if (item instanceof HTMLElement) item.focus({ preventScroll: true });
    });
    viewer.init();
    cover(() => {
      wanted = false;
      viewer.close();
    });
    changes.observe(this.#column, { childList: true, subtree: true });
  }

  /** Messages have changed or are gone: so are their pictures. @param {PhotoSwipe} viewer */
  #follow(viewer) {
    if (!viewer.opener.isOpen) return;
    const items = new Map(this.#items.map((item) => [item.href, item]));
    const left = viewer.options.dataSource.filter((one) => {
      one.element = items.get(one.src) ?? one.element;
      return items.has(one.src);
    });
    if (!left.includes(viewer.currSlide.data)) viewer.destroy();
    else if (left.length < viewer.options.dataSource.length) keepOnly(viewer, left);
    else viewer.dispatch("change");
  }

  /** Every picture of the messages in view. */
  get #items() {
    return /** @type {HTMLAnchorElement[]} */ ([...this.#column.querySelectorAll("a.media__item")]);
  }
}

/**
 * The picture in view stays as it is, with its zoom; only its neighbours are other ones.
 * @param {PhotoSwipe} viewer
 * @param {Slide[]} left the one in view is among them
 */
function keepOnly(viewer, left) {
  // A swipe on its way could lead to one that is gone.
  viewer.goTo(viewer.currIndex);
  for (const index of viewer.options.dataSource.keys()) viewer.contentLoader.removeByIndex(index);
  const index = left.indexOf(viewer.currSlide.data);
  viewer.options.dataSource = left;
  viewer.currIndex = index;
  viewer.potentialIndex = index;
  viewer.currSlide.index = index;
  for (const beside of [index - 1, index + 1]) viewer.refreshSlideContent(beside);
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
  return { ...size, src: item.href, msrc: thumbnail, alt: name ?? "", element: item, thumbCropped: true };
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

/** Where the picture in view comes from. @param {PhotoSwipe} viewer */
function placeOf(viewer) {
  const { element: item } = viewer.currSlide.data;
  const article = /** @type {HTMLElement} */ (item.closest("article"));
  return { article, n: item.dataset["n"] ?? "1", name: item.dataset["name"] ?? "" };
}
