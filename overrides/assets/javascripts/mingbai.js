// What every page carries: the large type that follows the reader, links to copy, and the loading of what is wanted.
// A classic deferred script, so that a copy of the site opened from a disk works as well and no text waits for it;
// no storage, no inline handlers.
document.documentElement.classList.add("js");
if (/[?&]big\b/.test(location.search)) document.documentElement.classList.add("big");

(() => {
  // An old address leads on with all that was asked of it: large type, and the row after the hash.
  const moved = document.querySelector("a[data-moved]");
  if (moved) location.replace(moved.href + location.search + location.hash);

  const html = document.documentElement;
  // In a packed site all scripts carry one version in their address, so that they are kept and still belong together.
  const version = document.currentScript ? new URL(document.currentScript.src).search : "";

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
  const big = () => html.classList.contains("big");
  const worded = (href, on) => {
    const url = new URL(href);
    const rest = url.search.slice(1).split("&").filter((part) => part && part !== "big" && part !== "big=");
    url.search = [...rest, ...(on ? ["big"] : [])].join("&");
    return url.href;
  };
  const enlarge = (on) => {
    html.classList.toggle("big", on);
    for (const field of document.querySelectorAll("input[name=big]")) field.remove();
    try {
      history.replaceState(history.state, "", worded(location.href, on));
    } catch (refused) {
      // A copy opened from a disk keeps its address.
    }
  };
  if (big() || location.hash === "#_big") enlarge(true);

  const carry = (event) => {
    const link = event.target.closest("a[href]");
    if (!link || !/^(https?|file):$/.test(link.protocol) || link.host !== location.host || link.getAttribute("href")[0] === "#") return;
    if (big() || /[?&]big\b/.test(link.search)) link.href = worded(link.href, big());
  };
  for (const way of ["click", "auxclick", "contextmenu"]) document.addEventListener(way, carry);

  const reveal = () => {
    const mark = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const row = mark && mark.closest("details"); // the mark of an old id stands inside its row
    if (row && (row === mark || mark.matches(".old"))) row.open = true;
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
      html.classList.toggle("alone", control.dataset.print !== "");
      print();
      html.classList.remove("alone");
    } else if (control.matches(".to-big, .to-normal")) {
      event.preventDefault();
      const on = control.matches(".to-big");
      if (location.hash === "#_big") location.hash = "_main";
      enlarge(on);
      const other = document.querySelector(on ? ".to-normal" : ".to-big");
      if (other) other.focus();
      scrollTo(0, 0);
      say(on ? "已换成大字" : "已换成标准字");
    }
  });

  document.addEventListener("submit", (event) => {
    if (!big() || event.target.elements.big) return;
    const field = document.createElement("input");
    field.type = "hidden";
    field.name = "big";
    event.target.append(field);
  });

  // Folded parts come out on paper.
  addEventListener("beforeprint", () => {
    for (const part of document.querySelectorAll("main details:not([open]):not(.asked)")) {
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

  // Reading aloud: offered where the device has a Chinese voice of its own; any other would send the text to a stranger.
  const speech = window.speechSynthesis;
  const heading = document.querySelector("main > article > h1");
  const offer = () => {
    const voices = speech.getVoices().filter((one) => one.localService === true && /^(zh|cmn)(?![a-z])/i.test(one.lang));
    if (!voices.length || document.querySelector(".aloud")) return;
    const start = document.createElement("button");
    start.type = "button";
    start.textContent = "朗读这一页";
    const bar = document.createElement("div");
    bar.className = "aloud";
    bar.setAttribute("role", "group");
    bar.setAttribute("aria-label", "朗读");
    bar.append(start);
    heading.after(bar);
    start.addEventListener("click", () => {
      speech.speak(new SpeechSynthesisUtterance("")); // iOS wants the first word within the tap
      import(`./aloud.js${version}`).then((module) => module.start(bar, voices));
    }, { once: true });
  };
  if (speech && heading) {
    speech.onvoiceschanged = offer;
    offer();
  }

  if (document.querySelector("[data-filter], [data-facet]")) import(`./filter.js${version}`).then((module) => module.start());
  if (document.querySelector(".asked")) import(`./asked.js${version}`).then((module) => module.start());

  const form = document.querySelector("form.find");
  if (form) {
    const asked = new URLSearchParams(location.search).get("q");
    const search = () => import(`./search.js${version}`).then((module) => module.start(form));
    if (asked) {
      form.elements.q.value = asked;
      search();
    } else {
      form.elements.q.addEventListener("focus", search, { once: true });
    }
  }
})();
