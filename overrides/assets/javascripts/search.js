// The search box that answers while one types, and the page of results (/all/?q=…). Loaded on first focus, never before.
const MOST = 60; // places shown of one name

// A worker may come from this address alone: whatever it is asked for, the policy gives no other (Trusted Types).
const beside = (name) => new URL(name + new URL(import.meta.url).search, import.meta.url).href; // of the same version
const worker = () => beside("search-worker.js");
const policy = self.trustedTypes ? self.trustedTypes.createPolicy("mingbai", { createScriptURL: worker }) : { createScriptURL: worker };

const make = (tag, attributes, ...children) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
};

// The worker, asked and heard. `changed` is called when it can answer, or answer more, or never will.
class Searcher {
  constructor(form, changed) {
    this.state = "loading"; // near: this place and those above; whole: all; failed
    this.waiting = new Map();
    this.number = 0;
    const { root, here, near } = form.dataset;
    this.root = new URL(root, document.baseURI).href;
    try {
      this.worker = new Worker(policy.createScriptURL(""));
    } catch (refused) {
      this.state = "failed";
      return;
    }
    const turn = (state) => {
      this.state = state;
      changed();
    };
    this.worker.addEventListener("error", () => turn("failed"));
    this.worker.addEventListener("message", ({ data }) => {
      if (data.type === "ready") turn(data.whole ? "whole" : "near");
      else if (data.type === "failed") turn("failed");
      else {
        this.waiting.get(data.number)(data);
        this.waiting.delete(data.number);
      }
    });
    this.worker.postMessage({ type: "open", root: this.root, here, near: near ? near.split(" ") : [] });
  }

  send(message) {
    this.number += 1;
    const { number } = this;
    return new Promise((resolve) => {
      this.waiting.set(number, resolve);
      this.worker.postMessage({ ...message, number });
    });
  }

  ask(query) { return this.send({ type: "ask", query }); }

  places(id) { return this.send({ type: "places", id }); }
}

// 不用村里开 · 找公安派出所
function said({ word, tone, instead }) {
  if (!word) return [];
  return [make("span", { class: `a ${tone}` }, word, ...(instead && !word.includes(instead) ? [make("i", {}, instead)] : []))];
}

const about = (option) => [make("b", {}, option.name), make("small", {}, `${option.kind} · ${option.place}`), ...said(option)];

// Somebody to ask: the end of every answer.
function help(form, query, found) {
  const words = found ? "都不是? " : "没有找到。换个说法试试,或者 ";
  const line = make("p", {}, words, make("a", { href: "tel:12345" }, "打 12345 问"), " ", make("a", { href: document.querySelector("#_report a").href }, "看举报和咨询电话"));
  if (form.dataset.mailbox) {
    const body = `我在找:${query}\n我所在的地方:\n`;
    line.append(" ", make("a", { href: `mailto:${form.dataset.mailbox}?subject=${encodeURIComponent(`没有找到:${query}`)}&body=${encodeURIComponent(body)}` }, "告诉我们您在找什么"));
  }
  return line;
}

const count = (groups) => groups.reduce((sum, group) => sum + group.options.length, 0);

const told = (answer) => {
  const number = count(answer.groups);
  if (!number) return "没有找到";
  return answer.full ? `找到 ${number} 条,按上下键选` : `没有完全匹配,有 ${number} 条相近的`;
};

export function start(form) {
  const input = form.elements.q;
  const style = make("link", { rel: "stylesheet", href: beside("../stylesheets/search.css") });
  document.head.append(style);
  const list = make("div", { id: "_hits", role: "listbox", "aria-label": "搜索结果", class: "list" });
  const foot = make("div", { class: "help" });
  const panel = make("div", { class: "hits", hidden: "" }, list, foot);
  const voice = make("p", { class: "vh", role: "status" });
  form.append(panel, voice);
  for (const [name, value] of Object.entries({
    role: "combobox", "aria-expanded": "false", "aria-controls": "_hits", "aria-autocomplete": "list", "aria-haspopup": "listbox",
  })) input.setAttribute(name, value);

  const searcher = new Searcher(form, () => {
    results();
    if (document.activeElement === input) search(true);
  });
  let options = [];
  let chosen = -1;
  let drawn = ""; // the question whose results are in the panel

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

  function tell(words) {
    voice.textContent = words;
    foot.textContent = "";
    foot.append(make("p", {}, words));
  }

  // The page remembers the question, so that the way back leads to the results.
  function remember(query) {
    const address = new URL(location.href);
    address.searchParams.set("q", query);
    history.replaceState(null, "", address.href);
  }

  async function follow(option) {
    if (!option.choose) {
      remember(input.value.trim());
      const link = make("a", { href: searcher.root + option.address });
      document.body.append(link);
      link.click();
      link.remove();
      open(false);
      return;
    }
    tell("正在找有这一项的地方……");
    const { options: places } = await searcher.places(option.id);
    if (!places) {
      tell("地方没有取到,请按「搜索」看全部事项。");
      return;
    }
    const rest = places.length - MOST;
    draw([{ title: `「${option.name}」在下面的地方`, options: places.slice(0, MOST) }], false);
    tell(rest > 0 ? `还有 ${rest} 个地方,请在问题里写上地名。` : `${places.length} 个地方,按上下键选`);
    input.focus();
  }

  function draw(groups, similar) {
    list.textContent = "";
    options = [];
    choose(-1);
    if (similar && groups.length) list.append(make("p", { "aria-hidden": "true" }, "没有完全匹配,您是不是找:"));
    for (const { title, options: found } of groups) {
      const group = make("div", { role: "group", "aria-label": title }, make("p", { "aria-hidden": "true" }, title));
      for (const option of found) {
        option.element = make("div", { role: "option", id: `_hit${options.length}`, "aria-selected": "false" }, ...about(option));
        if (option.choose) option.element.append(make("span", {}, "选一个地方 ›"));
        option.element.addEventListener("click", () => follow(option));
        group.append(option.element);
        options.push(option);
      }
      list.append(group);
    }
    list.hidden = !options.length;
    open(true);
  }

  // `again`: the same question to a larger index; it must not take away what the reader is choosing from.
  async function search(again) {
    const query = input.value.trim();
    if (!query) {
      open(false);
      return;
    }
    if (searcher.state === "loading" || searcher.state === "failed") {
      draw([], false);
      tell(searcher.state === "failed" ? "现在搜不了,请按「搜索」看全部事项。" : "正在准备搜索……");
      return;
    }
    const answer = await searcher.ask(query);
    if (query !== input.value.trim() || (again === true && chosen >= 0)) return;
    const more = searcher.state === "near" || answer.more;
    draw(answer.full || !more ? answer.groups : [], !answer.full);
    drawn = query;
    if (!options.length && more) {
      tell("正在找……");
      return;
    }
    voice.textContent = told(answer);
    foot.textContent = "";
    foot.append(help(form, query, options.length));
  }

  // /all/?q=…: the same answer as a page of links, which can be shared and come back to.
  async function results() {
    const place = document.querySelector("[data-results]");
    const query = new URLSearchParams(location.search).get("q");
    if (!place || !query || searcher.state === "loading" || searcher.state === "failed") return;
    const answer = await searcher.ask(query);
    if (!answer.full && (searcher.state === "near" || answer.more)) return;
    place.textContent = "";
    place.append(make("h2", {}, `「${query}」`), make("p", { role: "status" }, told(answer).replace(",按上下键选", "")));
    for (const { title, options: found } of answer.groups) {
      const rows = make("ul", { class: "links" });
      for (const option of found) {
        const link = make("a", { href: option.choose ? "#_q" : searcher.root + option.address }, ...about(option));
        if (option.choose) link.addEventListener("click", (event) => spread(event, option, rows));
        rows.append(make("li", {}, link));
      }
      place.append(make("section", {}, make("h3", {}, title), rows));
    }
    place.append(help(form, query, count(answer.groups)));
    place.hidden = false;
  }

  // A name of many places opens into them.
  async function spread(event, option, rows) {
    event.preventDefault();
    const { options: places } = await searcher.places(option.id);
    if (!places) return;
    rows.textContent = "";
    for (const place of places) rows.append(make("li", {}, make("a", { href: searcher.root + place.address }, ...about(place))));
    rows.querySelector("a").focus();
  }

  input.addEventListener("input", search);
  input.addEventListener("focus", () => { if (input.value.trim() && panel.hidden) search(); });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (panel.hidden && drawn === input.value.trim()) open(true);
      if (panel.hidden || !options.length) {
        search();
        return;
      }
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
  if (document.activeElement === input && input.value.trim()) search();
}
