// Search, themes and copying. The pages are complete without it; it reads nothing but its own index, and writes text, never markup.
(() => {
  "use strict";
  const page = document.documentElement;
  const KEY = "driftless-theme";
  const THEMES = ["auto", "light", "dark"];

  // Storage may be closed to pages from disk.
  const load = () => { try { return localStorage.getItem(KEY); } catch { return null; } };
  const save = (value) => { try { localStorage.setItem(KEY, value); } catch { /* it holds for this page */ } };
  let theme = THEMES.includes(load()) ? load() : "auto";
  const paint = () => {
    if (theme === "auto") page.removeAttribute("data-theme"); else page.dataset.theme = theme;
  };
  paint();

  const themes = () => {
    const button = document.getElementById("theme");
    const name = () => {
      button.textContent = `Theme: ${theme}`;
    };
    button.hidden = false;
    button.addEventListener("click", () => {
      theme = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length];
      save(theme);
      paint();
      name();
    });
    name();
  };

  // The index is loaded when it is first needed: with many contracts it is larger than a page.
  let loading = null;
  const index = () => loading ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = `${page.dataset.root}assets/index.js`;
    script.onload = () => resolve(window.driftlessIndex.map((entry) => {
      const [kind, name, place, words, address] = entry;
      const low = name.toLowerCase();
      // `refundUsd` and `refund_usd` are found by `refund` and by `usd`.
      const parts = name.replace(/(\p{Ll}|\d)(\p{Lu})/gu, "$1 $2").toLowerCase().split(/[^\p{L}\p{N}]+/u).filter(Boolean);
      const said = `${words} ${place}`.toLowerCase().split(/[^\p{L}\p{N}]+/u).filter(Boolean);
      return { kind, name, place, words, address, low, parts, said };
    }));
    script.onerror = () => { loading = null; reject(new Error("the search index is missing")); };
    document.head.append(script);
  });

  // How well a word of the question fits: 0 is not at all.
  const fit = (entry, word) => {
    if (entry.low === word) return 100;
    if (entry.low.startsWith(word)) return 60;
    if (entry.parts.some((part) => part.startsWith(word))) return 40;
    if (entry.low.includes(word)) return 25;
    if (entry.said.includes(word)) return 12;
    if (entry.said.some((part) => part.startsWith(word))) return 8;
    return 0;
  };
  const KINDS = { object: 6, "tagged union": 6, prompt: 6, enum: 5, newtype: 5, field: 3 };
  const MOST = 30;
  const find = (entries, question) => {
    const words = question.toLowerCase().split(/\s+/).filter(Boolean);
    const all = [];
    for (const entry of entries) {
      let score = KINDS[entry.kind] ?? 1;
      const whole = words.length > 1 && entry.low === words.join(" ");
      for (const word of words) {
        const one = fit(entry, word);
        if (one === 0) { score = 0; break; }
        score += one;
      }
      if (score > 0) all.push([whole ? score + 100 : score, entry]);
    }
    all.sort((one, other) => other[0] - one[0] || one[1].name.length - other[1].name.length || (one[1].address < other[1].address ? -1 : 1));
    return all.map((pair) => pair[1]);
  };

  const element = (tag, kind, text) => {
    const made = document.createElement(tag);
    made.className = kind;
    made.textContent = text;
    made.dir = "auto";
    return made;
  };

  const search = () => {
    const input = document.getElementById("q");
    const panel = document.getElementById("panel");
    const list = document.getElementById("results");
    const found = document.getElementById("found");
    input.closest("search, .search").hidden = false;
    let shown = [];
    let at = -1;

    const close = () => {
      panel.hidden = true;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
      at = -1;
    };
    const choose = (next) => {
      list.children[at]?.setAttribute("aria-selected", "false");
      at = next;
      const item = list.children[at];
      if (!item) { input.removeAttribute("aria-activedescendant"); return; }
      item.setAttribute("aria-selected", "true");
      item.scrollIntoView({ block: "nearest" });
      input.setAttribute("aria-activedescendant", item.id);
    };
    const go = (entry) => {
      close();
      input.blur();
      location.href = page.dataset.root + entry.address;
    };
    const show = async () => {
      const question = input.value.trim();
      if (!question) { list.replaceChildren(); close(); return; }
      let all;
      try { all = find(await index(), question); } catch (error) { all = []; found.textContent = String(error.message); }
      if (input.value.trim() !== question) return;
      shown = all.slice(0, MOST);
      list.replaceChildren(...shown.map((entry, number) => {
        const item = document.createElement("li");
        item.id = `result-${number}`;
        item.setAttribute("role", "option");
        item.setAttribute("aria-selected", "false");
        const what = element("span", "what", "");
        what.append(element("bdi", "", entry.name), element("bdi", "where", entry.place));
        item.append(element("span", "kind", entry.kind), what, element("span", "words", entry.words));
        item.addEventListener("mousedown", (event) => event.preventDefault());
        item.addEventListener("click", () => go(entry));
        return item;
      }));
      at = -1;
      const more = all.length > MOST ? `, the first ${MOST} are shown` : "";
      found.textContent = all.length === 0 ? "Nothing found" : `${all.length} found${more}`;
      panel.hidden = false;
      input.setAttribute("aria-expanded", String(shown.length > 0));
      choose(shown.length > 0 ? 0 : -1);
    };

    input.addEventListener("focus", () => { index().catch(() => {}); if (input.value) show(); });
    input.addEventListener("input", show);
    // The list can be scrolled by keyboard: it closes once neither it nor the field is in use.
    const leave = () => setTimeout(() => { if (!panel.contains(document.activeElement) && document.activeElement !== input) close(); }, 100);
    input.addEventListener("blur", leave);
    panel.addEventListener("focusout", leave);
    input.addEventListener("keydown", (event) => {
      if (event.key === "Escape") {
        if (panel.hidden) input.blur(); else close();
        event.preventDefault();
      } else if (panel.hidden || shown.length === 0) {
        return;
      } else if (event.key === "ArrowDown") {
        choose((at + 1) % shown.length);
        event.preventDefault();
      } else if (event.key === "ArrowUp") {
        choose((at - 1 + shown.length) % shown.length);
        event.preventDefault();
      } else if (event.key === "Enter" && shown[at]) {
        event.preventDefault();
        go(shown[at]);
      }
    });
    document.addEventListener("keydown", (event) => {
      const writing = event.target.closest?.("input, textarea, [contenteditable]");
      if (event.key === "/" && !writing && !event.ctrlKey && !event.metaKey && !event.altKey) {
        event.preventDefault();
        input.focus();
        input.select();
      }
    });
  };

  const copying = () => {
    if (!navigator.clipboard) return;
    for (const code of document.querySelectorAll(".code")) {
      const button = element("button", "copy", "Copy");
      button.type = "button";
      button.setAttribute("aria-label", `Copy: ${code.querySelector("pre").getAttribute("aria-label")}`);
      button.addEventListener("click", async () => {
        try {
          await navigator.clipboard.writeText(code.querySelector("pre").textContent);
          button.textContent = "Copied";
        } catch {
          button.textContent = "Not allowed";
        }
        setTimeout(() => { button.textContent = "Copy"; }, 1500);
      });
      code.append(button);
    }
  };

  // What an address leads to is opened.
  const folds = () => {
    const open = () => {
      const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
      if (target?.tagName === "DETAILS") target.open = true;
    };
    open();
    addEventListener("hashchange", open);
  };

  // The place on the page is marked in the list beside it.
  const place = () => {
    const links = new Map([...document.querySelectorAll(".contents a")].map((link) => [link.hash.slice(1), link]));
    const marks = [...links.keys()].map((id) => document.getElementById(id)).filter(Boolean);
    if (marks.length === 0) return;
    let last = null;
    const update = () => {
      const above = marks.filter((mark) => mark.getBoundingClientRect().top < 110);
      const link = links.get((above.at(-1) ?? marks[0]).id);
      if (link === last) return;
      last?.removeAttribute("aria-current");
      link.setAttribute("aria-current", "true");
      last = link;
    };
    addEventListener("scroll", update, { passive: true });
    update();
  };

  addEventListener("DOMContentLoaded", () => {
    themes();
    search();
    copying();
    folds();
    place();
  });
})();
