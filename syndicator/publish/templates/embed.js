/* <syndicator-feed feed="medical-education" lang="ar">: the newest entries of a feed, on any page.
   What a feed says becomes text nodes and http addresses, never markup; nothing is stored, no cookie is sent. Until the
   entries are there, and whenever they cannot be had, the element shows what stands between its tags: a link. */
(() => {
  "use strict";
  const NAME = "syndicator-feed";
  if (customElements.get(NAME)) return;

  const script = document.currentScript ?? document.querySelector('script[src*="/embed.js"]'); // none in a module
  const BASE = new URL(".", script.src);
  const OURS = /* filled in when it is published */ {};
  const MOST = 100;
  const USUAL = 10;
  const PATIENCE = 20_000;
  const DIGITS = { year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit" };
  const STYLE = `
    :host { display: block; color: var(--syndicator-ink, inherit); background: var(--syndicator-ground, transparent);
      font: var(--syndicator-font, inherit); --line: color-mix(in srgb, currentColor 25%, transparent); --link: inherit; }
    :host([hidden]) { display: none; }
    :host([theme="light"]), :host([theme="auto"]) { color-scheme: light; --link: #0b5566; padding: 1em;
      color: var(--syndicator-ink, #1d2327); background: var(--syndicator-ground, #fbf9f5); }
    :host([theme="dark"]) { color-scheme: dark; --link: #86cfe0; padding: 1em;
      color: var(--syndicator-ink, #e9e5dc); background: var(--syndicator-ground, #14191c); }
    @media (prefers-color-scheme: dark) {
      :host([theme="auto"]) { color-scheme: dark; --link: #86cfe0;
        color: var(--syndicator-ink, #e9e5dc); background: var(--syndicator-ground, #14191c); }
    }
    h2, h3, h4, h5, h6, p, ul { margin: 0; }
    ul { padding: 0; list-style: none; }
    [part="heading"] { font-size: var(--syndicator-heading-size, 1.25em); line-height: 1.3; }
    [part="entry"] { padding-block: var(--syndicator-gap, 0.9em); overflow-wrap: anywhere; }
    li + li > [part="entry"] { border-block-start: 1px solid var(--syndicator-line, var(--line)); }
    [part="entry"]::after { content: ""; display: block; clear: both; }
    [part="title"] { font-size: var(--syndicator-title-size, 1.05em); font-weight: 600; line-height: 1.4; }
    [part="meta"], [part="also"], [part="notice"] { font-size: 0.875em; }
    [part="meta"] { display: flex; flex-wrap: wrap; gap: 0 0.9em; }
    [part="summary"], [part="also"] { margin-block-start: 0.35em; }
    [part="image"] { float: inline-end; inline-size: 6em; block-size: auto; aspect-ratio: 4 / 3; object-fit: cover;
      margin-inline-start: 1em; border-radius: var(--syndicator-radius, 0.25em); }
    a { color: var(--syndicator-link, var(--link)); text-decoration-thickness: 0.06em; text-underline-offset: 0.2em; }
    a:hover { text-decoration-thickness: 0.14em; }
    a:focus-visible { outline: 0.16em solid var(--syndicator-focus, currentColor); outline-offset: 0.16em; }
    :lang(ar), :lang(kk-Arab) { line-height: 1.8; }
  `;

  /* --- what is written -------------------------------------------------------------------------------------------- */

  const sheets = (() => {
    try {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(STYLE);
      return [sheet];
    } catch {
      return []; // an older browser: plain, and in order
    }
  })();

  function element(name, attributes, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) if (value) made.setAttribute(key, value);
    made.append(...children.filter((child) => child));
    return made;
  }

  const text = (value) => (typeof value === "string" ? value.trim() : "");
  const list = (value) => (Array.isArray(value) ? value.filter((each) => each && typeof each === "object") : []);
  const language = (value) => (/^[a-z]{1,8}(-[a-z0-9]{1,8}){0,8}$/i.test(text(value)) ? text(value) : "und");
  const tongue = (tag) => tag.split("-").slice(0, /-[a-z]{4}(-|$)/i.test(tag) ? 2 : 1).join("-");

  function address(value, protocols = ["http:", "https:"]) {
    try {
      const found = new URL(text(value));
      return protocols.includes(found.protocol) ? found.href : "";
    } catch {
      return "";
    }
  }

  function direction(tag) {
    const [primary, ...rest] = tag.split("-");
    const written = rest.find((part) => /^[a-z]{4}$/i.test(part));
    const right = written ? OURS.scripts.includes(written[0].toUpperCase() + written.slice(1).toLowerCase())
      : OURS.languages.includes(primary.toLowerCase());
    return right ? "rtl" : "ltr";
  }

  function named(tag) {
    try {
      return OURS.names[tag] ?? new Intl.DisplayNames([tag], { type: "language" }).of(tag);
    } catch {
      return tag;
    }
  }

  function dated(value, spoken) {
    const moment = new Date(text(value));
    if (isNaN(moment)) return null;
    const written = (style) => new Intl.DateTimeFormat([spoken, "en"], style).format(moment);
    const worded = written({ dateStyle: "medium", timeStyle: "short" });
    const shown = /M\d\d/.test(worded) ? written(DIGITS) : worded; // Chromium knows no Kazakh months: 2026 M11 24
    return element("time", { part: "date", datetime: moment.toISOString(), lang: spoken }, element("bdi", {}, shown));
  }

  function linked(href, attributes, ...children) {
    return href ? element("a", { ...attributes, href, rel: "noopener noreferrer" }, ...children)
      : element("span", attributes, ...children);
  }

  function also(versions, own, spoken) {
    const first = new Map();
    for (const each of versions) {
      const tag = tongue(language(each.language));
      if (tag !== "und" && tag !== tongue(own) && address(each.url) && !first.has(tag)) first.set(tag, each);
    }
    if (!first.size) return null;
    const links = [...first].flatMap(([tag, each], place) => [
      place ? " · " : " ",
      linked(address(each.url), { hreflang: tag, lang: tag, dir: direction(tag) }, named(tag)),
    ]);
    const label = OURS.also[spoken] ?? OURS.also[spoken.split("-")[0]] ?? OURS.also.en;
    return element("p", { part: "also", lang: spoken, dir: direction(spoken) }, `${label}:`, ...links);
  }

  function picture(item) {
    const made = element("img", { part: "image", alt: "", loading: "lazy", decoding: "async", referrerpolicy: "no-referrer" });
    made.addEventListener("error", () => made.remove(), { once: true });
    made.src = address(item.image, ["https:"]);
    return made;
  }

  function entry(item, level, spoken, pictured) {
    const own = language(item.language);
    const ours = Object(item._syndicator);
    const credit = text(ours.attribution) || text(Object(ours.source).name);
    let summary = text(item.summary);
    if (credit && summary.endsWith(credit)) summary = summary.slice(0, -credit.length); // it stands below the title
    const paragraphs = summary.split("\n\n").map(text).filter(Boolean).map((each) => element("p", {}, each));
    const dir = ["ltr", "rtl"].includes(ours.direction) ? ours.direction : "auto";
    return element("article", { part: "entry", lang: own, dir },
      pictured && address(item.image, ["https:"]) && picture(item),
      element(`h${level}`, { part: "title" }, linked(address(item.url), { part: "link", hreflang: own }, text(item.title))),
      element("p", { part: "meta" }, credit && element("bdi", { part: "source" }, credit), dated(item.date_published, spoken)),
      paragraphs.length && element("div", { part: "summary" }, ...paragraphs),
      text(Object(ours.rights).notice) && element("p", { part: "notice" }, text(ours.rights.notice)),
      also(list(ours.also), own, spoken));
  }

  /* --- the element ------------------------------------------------------------------------------------------------ */

  const read = new Map(); // one request for all elements that show the same document

  function document_of(feed, edition) {
    const name = [feed, ...(edition ? [edition] : [])].map(encodeURIComponent).join(".");
    const source = new URL(`feeds/${name}.json`, BASE).href;
    if (!read.has(source)) {
      read.set(source, fetched(source));
      read.get(source).catch(() => read.delete(source));
    }
    return read.get(source);
  }

  async function fetched(source) {
    const answer = await fetch(source, {
      credentials: "omit", referrerPolicy: "no-referrer", signal: AbortSignal.timeout?.(PATIENCE),
    });
    if (!answer.ok) throw new Error(`${source} answers ${answer.status}`);
    return answer.json();
  }

  const watcher = globalThis.IntersectionObserver && new IntersectionObserver((seen) => {
    for (const each of seen) if (each.isIntersecting) each.target.load();
  }, { rootMargin: "200px" });

  class Feed extends HTMLElement {
    static observedAttributes = ["feed", "lang", "limit", "level", "images"];
    #turn = 0;
    #wanted = false;

    constructor() {
      super();
      const root = this.attachShadow({ mode: "open" });
      if (sheets.length) root.adoptedStyleSheets = sheets;
      root.append(element("slot", {}));
    }

    connectedCallback() {
      if (watcher) watcher.observe(this);
      else this.load();
    }

    disconnectedCallback() {
      watcher?.unobserve(this);
    }

    attributeChangedCallback() {
      if (this.#wanted) this.#show();
    }

    /** Have the entries now, seen or not. */
    load() {
      watcher?.unobserve(this);
      if (this.#wanted) return;
      this.#wanted = true;
      this.#show();
    }

    async #show() {
      const turn = ++this.#turn; // what was asked for last is shown, whatever arrives last
      let shown;
      let fault;
      try {
        shown = this.#made(await document_of(text(this.getAttribute("feed")), text(this.getAttribute("lang"))));
      } catch (found) {
        fault = found;
      }
      if (turn !== this.#turn) return;
      this.shadowRoot.replaceChildren(shown ?? element("slot", {}));
      const detail = fault ? { fault } : {};
      this.dispatchEvent(new CustomEvent(`syndicator-${fault ? "failed" : "shown"}`, { bubbles: true, detail }));
    }

    #number(name, least, most, otherwise) {
      const asked = parseInt(this.getAttribute(name), 10);
      return isNaN(asked) ? otherwise : Math.min(most, Math.max(least, asked));
    }

    #made(feed) {
      const unique = new Map(list(feed.items).map((item) => [item.id, item]));
      const items = [...unique.values()].filter((item) => text(item.title)).slice(0, this.#number("limit", 1, MOST, USUAL));
      if (!items.length) return null; // the link says more than an empty list
      const spoken = language(this.closest("[lang]")?.getAttribute("lang") || "en");
      const level = this.#number("level", 2, 5, 2);
      const own = language(feed.language === "mul" ? "" : feed.language);
      const title = linked(address(feed.home_page_url), { part: "heading-link" }, text(feed.title));
      const about = own === "und" ? { dir: "auto" } : { lang: own, dir: direction(own) };
      return element("section", { part: "feed", lang: spoken, dir: direction(spoken), "aria-labelledby": "heading" },
        element(`h${level}`, { part: "heading", id: "heading", ...about }, title),
        element("ul", { part: "list", role: "list" },
          ...items.map((item) => element("li", {}, entry(item, level + 1, spoken, this.hasAttribute("images"))))));
    }
  }

  customElements.define(NAME, Feed);
})();
