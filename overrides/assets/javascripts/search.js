// The search box that answers while one types: loaded on first focus, never before.
import MiniSearch from "../vendor/minisearch/minisearch.js";
import { isLatin, terms, weighty } from "./text.js";

const SHOWN = 12;
const PER_ENTRY = 3;

// search/index.json → the places and words of entries; places too many to travel along are fetched when chosen.
class Catalogue {
  constructor(root, data) {
    this.root = root;
    this.data = data;
    const base = new URL(root, location.href).pathname;
    const path = location.pathname.startsWith(base) ? location.pathname.slice(base.length) : "";
    this.here = data.areas.reduce((best, [area]) => (
      area.length > best.length && `${path}/`.startsWith(`${area}/`) ? area : best
    ), "");
    this.index = new MiniSearch({
      fields: ["name", "aliases"],
      tokenize: terms,
      processTerm: (term) => term,
      searchOptions: { boost: { name: 2 }, prefix: isLatin, combineWith: "OR" },
    });
  }

  static async load(root) {
    const answer = await fetch(`${root}search/index.json`);
    if (!answer.ok) throw new Error(String(answer.status));
    const catalogue = new Catalogue(root, await answer.json());
    const documents = catalogue.data.entries.map(([name, aliases], id) => ({ id, name, aliases }));
    await catalogue.index.addAllAsync(documents, { chunkSize: 300 });
    return catalogue;
  }

  // [entries that cover at least half of what was asked, the rest]
  find(query) {
    const asked = weighty(query);
    const good = [];
    const rest = [];
    for (const hit of this.index.search(query)) {
      const [name, aliases] = this.data.entries[hit.id];
      const own = terms(`${name} ${aliases}`);
      const covered = asked.filter((term) => own.some((mine) => mine === term || (isLatin(term) && mine.startsWith(term))));
      (covered.length * 2 >= asked.length ? good : rest).push(hit.id);
    }
    return [good, rest];
  }

  // Nearest first: this place, those above it, those below, all others.
  distance([area]) {
    const path = this.data.areas[area][0];
    if (path === this.here) return 0;
    const above = !path || `${this.here}/`.startsWith(`${path}/`);
    if (above) return 1 + (this.here.split("/").length - (path ? path.split("/").length : 0));
    return !this.here || path.startsWith(`${this.here}/`) ? 20 : 40;
  }

  sorted(places) {
    return [...places].sort((one, other) => this.distance(one) - this.distance(other));
  }

  words(entry) {
    const [name, , kind, answer] = this.data.entries[entry];
    const [word, tone] = answer < 0 ? ["", ""] : this.data.answers[answer];
    return { name, kind: this.data.kinds[kind][1], word, tone };
  }

  option(entry, [area, tail]) {
    const [path, place] = this.data.areas[area];
    return { ...this.words(entry), place, href: `${this.root}${path ? `${path}/` : ""}${tail}` };
  }

  options(entry) {
    const places = this.data.entries[entry][4];
    if (typeof places !== "number") return this.sorted(places).slice(0, PER_ENTRY).map((place) => this.option(entry, place));
    return [{ ...this.words(entry), place: `${this.data.entries[entry][5]} 个地方,选一个`, entry }];
  }

  async places(entry) {
    const answer = await fetch(`${this.root}search/places/${this.data.entries[entry][4]}.json`);
    if (!answer.ok) throw new Error(String(answer.status));
    return this.sorted((await answer.json())[entry]).map((place) => this.option(entry, place));
  }
}

const make = (tag, attributes, ...children) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
};

export function start(form) {
  const input = form.elements.q;
  const root = form.dataset.root;
  const list = make("div", { id: "_hits", role: "listbox", "aria-label": "搜索结果", class: "list" });
  const foot = make("p", {});
  const panel = make("div", { class: "hits", hidden: "" }, list, foot);
  const voice = make("p", { class: "vh", role: "status" });
  form.append(panel, voice);
  for (const [name, value] of Object.entries({
    role: "combobox", "aria-expanded": "false", "aria-controls": "_hits", "aria-autocomplete": "list", "aria-haspopup": "listbox",
  })) input.setAttribute(name, value);

  let catalogue = null;
  let failed = false;
  let options = [];
  let chosen = -1;

  const open = (shown) => {
    panel.hidden = !shown;
    input.setAttribute("aria-expanded", String(shown && options.length > 0));
    if (!shown) choose(-1);
  };

  function choose(at) {
    if (options[chosen]) options[chosen].element.setAttribute("aria-selected", "false");
    chosen = at;
    const option = options[at];
    if (!option) {
      input.removeAttribute("aria-activedescendant");
      return;
    }
    option.element.setAttribute("aria-selected", "true");
    option.element.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", option.element.id);
  }

  async function follow(option) {
    if (option.href) {
      const link = make("a", { href: option.href });
      document.body.append(link);
      link.click();
      link.remove();
      open(false);
      return;
    }
    tell("正在找有这一项的地方……");
    try {
      draw([[`「${option.name}」在下面的地方:`, (await catalogue.places(option.entry))]]);
      input.focus();
    } catch (trouble) {
      tell("地方没有取到,请按「搜索」看全部事项。");
    }
  }

  function tell(words) {
    voice.textContent = words;
    foot.textContent = words;
  }

  // The last line of every answer: a person to ask.
  function help(words) {
    foot.textContent = words;
    foot.append(make("a", { href: "tel:12345" }, "打 12345 问"), " ", make("a", { href: document.querySelector("#_report a").href }, "我要举报"));
  }

  function draw(parts) {
    list.textContent = "";
    options = [];
    choose(-1);
    for (const [title, found] of parts) {
      if (!found.length) continue;
      const group = make("div", { role: "group" });
      if (title) {
        group.setAttribute("aria-label", title);
        group.append(make("p", { "aria-hidden": "true" }, title));
      }
      for (const option of found) {
        option.element = make("div", { role: "option", id: `_hit${options.length}`, "aria-selected": "false" }, make("b", {}, option.name), `${option.kind} · ${option.place}`);
        if (option.word) option.element.append(" · ", make("span", { class: `a ${option.tone}` }, option.word));
        option.element.addEventListener("click", () => follow(option));
        group.append(option.element);
        options.push(option);
      }
      list.append(group);
    }
    list.hidden = !options.length;
    open(true);
  }

  function search() {
    const query = input.value.trim();
    if (!query) {
      open(false);
      return;
    }
    if (!catalogue) {
      draw([]);
      tell(failed ? "现在搜不了,请按「搜索」看全部事项。" : "正在准备搜索……");
      return;
    }
    const [good, rest] = catalogue.find(query);
    const cut = (entries, room) => entries.slice(0, room).flatMap((entry) => catalogue.options(entry)).slice(0, room);
    const first = cut(good, SHOWN);
    const second = cut(rest, good.length ? Math.max(0, 5 - first.length) : 8);
    draw([["", first], ["没有完全匹配,你是不是找:", second]]);
    if (options.length) {
      voice.textContent = first.length ? `${first.length} 条结果,按上下键选` : `没有完全匹配,有 ${second.length} 条相近的`;
      help("都不是? ");
    } else {
      voice.textContent = "没有找到";
      help("没有找到。换个说法试试,或者 ");
    }
  }

  input.addEventListener("input", search);
  input.addEventListener("focus", () => { if (input.value.trim()) search(); });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (panel.hidden) search();
      if (!options.length) return;
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      choose(chosen < 0 && step < 0 ? options.length - 1 : (chosen + step + options.length) % options.length);
    } else if (event.key === "Enter" && options[chosen] && !panel.hidden) {
      event.preventDefault();
      follow(options[chosen]);
    } else if (event.key === "Escape" && !panel.hidden) {
      event.preventDefault();
      open(false);
    }
  });
  document.addEventListener("click", (event) => { if (!form.contains(event.target)) open(false); });
  form.addEventListener("focusout", (event) => { if (event.relatedTarget && !form.contains(event.relatedTarget)) open(false); });

  Catalogue.load(root).then((loaded) => { catalogue = loaded; }, () => { failed = true; }).then(() => {
    if (input.value.trim() && document.activeElement === input) search();
  });
}
