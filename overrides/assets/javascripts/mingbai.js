// What every page carries: the large type that follows the reader, links to copy, and the loading of what is wanted.
// A classic deferred script, so that a copy of the site opened from a disk works as well; no storage, no inline handlers.
(() => {
  const html = document.documentElement;
  html.classList.add("js");

  // A polite voice for what is done without a change on the page.
  const voice = document.createElement("p");
  voice.className = "vh";
  voice.setAttribute("role", "status");
  document.body.append(voice);
  const say = (words) => {
    voice.textContent = "";
    setTimeout(() => { voice.textContent = words; }, 50);
  };

  // Large type: :target does it on one page; ?big carries it to the next one.
  const wanted = () => new URLSearchParams(location.search).has("big");
  const enlarge = (on) => html.classList.toggle("big", on);
  enlarge(wanted() || location.hash === "#_big");

  const carried = (url) => {
    if (url.origin !== location.origin || url.searchParams.has("big")) return null;
    url.searchParams.set("big", "");
    return url.href.replace("big=", "big");
  };

  const reveal = () => {
    const row = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (row && row.tagName === "DETAILS") row.open = true;
  };
  reveal();
  addEventListener("hashchange", reveal);

  const copy = async (text) => {
    try {
      await navigator.clipboard.writeText(text);
    } catch (refused) {
      const field = document.createElement("textarea");
      field.value = text;
      field.className = "vh";
      document.body.append(field);
      field.select();
      document.execCommand("copy");
      field.remove();
    }
  };

  const flash = (control, words) => {
    const before = control.textContent;
    if (before === words) return;
    control.textContent = words;
    say(words);
    setTimeout(() => { control.textContent = before; }, 1500);
  };

  document.addEventListener("click", (event) => {
    const control = event.target.closest("a, button");
    if (!control) return;
    if (control.matches("a.anchor")) {
      copy(control.href);
      flash(control, "已复制");
    } else if (control.matches("[data-copy]")) {
      copy(document.getElementById(control.dataset.copy).textContent.trim());
      flash(control, "已复制");
    } else if (control.matches("[data-print]")) {
      print();
    } else if (control.matches(".to-big, .to-normal")) {
      event.preventDefault();
      const on = control.matches(".to-big");
      if (location.hash === "#_big") location.hash = "";
      enlarge(on);
      const other = document.querySelector(on ? ".to-normal" : ".to-big");
      if (other) other.focus();
      say(on ? "已换成大字" : "已换成标准字");
    } else if (control.href && html.classList.contains("big") && !control.getAttribute("href").startsWith("#")) {
      const target = carried(new URL(control.href));
      if (target) control.href = target;
    }
  });

  document.addEventListener("submit", (event) => {
    if (!html.classList.contains("big") || event.target.elements.big) return;
    const field = document.createElement("input");
    field.type = "hidden";
    field.name = "big";
    event.target.append(field);
  });

  // Folded parts come out on paper.
  addEventListener("beforeprint", () => {
    for (const part of document.querySelectorAll("main details:not([open])")) {
      part.open = true;
      part.dataset.folded = "";
    }
  });
  addEventListener("afterprint", () => {
    for (const part of document.querySelectorAll("[data-folded]")) {
      part.open = false;
      delete part.dataset.folded;
    }
  });

  if (document.querySelector("[data-filter], [data-facet]")) import("./filter.js").then((module) => module.start());

  const form = document.querySelector("form.find");
  if (form) {
    const asked = new URLSearchParams(location.search).get("q");
    const search = () => import("./search.js").then((module) => module.start(form));
    if (asked) {
      form.elements.q.value = asked;
      search();
    } else {
      form.elements.q.addEventListener("focus", search, { once: true });
    }
  }
})();
