// Reads the page aloud, sentence by sentence, with a voice of the device; loaded on the first tap, never before.

const PIECES = /[^。!?;！？；]*[。!?;！？；]*/g;
const SILENT = "form, button, nav, .aloud, .less, .anchor, .acts, .chips, .letters, .vh, svg, script, style, [aria-hidden=true]";

const rank = (voice) => ["zh-cn", "cmn-hans", "cmn-cn", "zh-hans", "cmn", "zh"].findIndex((lang) => voice.lang.toLowerCase().replace("_", "-").startsWith(lang));
const best = (voices) => [...voices].sort((one, other) => rank(one) - rank(other))[0];

// The nearest thing around a text that stands on lines of its own: a sentence never crosses its edge.
const block = (node) => {
  let part = node.parentElement;
  while (/^inline/.test(getComputedStyle(part).display) && part.parentElement) part = part.parentElement;
  return part;
};

const folded = (part) => part.closest("details:not([open])") && !part.closest("summary");
const seen = (part) => part.getClientRects().length > 0 && !part.closest(SILENT) && !folded(part);

// What can be read now → sentences, each the text nodes that make it up; nodes are cut where sentences end.
function sentences(root) {
  const walk = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const nodes = [];
  while (walk.nextNode()) if (walk.currentNode.data.trim() && seen(walk.currentNode.parentElement)) nodes.push(walk.currentNode);
  const found = [];
  let around = null;
  let open = false;
  for (const whole of nodes) {
    const home = block(whole);
    if (home !== around || (whole.previousSibling && whole.previousSibling.nodeName === "BR")) open = false;
    around = home;
    let rest = whole;
    for (const piece of whole.data.match(PIECES)) {
      if (!piece) continue;
      const node = rest;
      if (piece.length < node.data.length) rest = node.splitText(piece.length);
      if (open) found[found.length - 1].push(node);
      else found.push([node]);
      open = !/[。!?;！？；]\s*$/.test(piece);
    }
  }
  return found.filter((nodes) => /[\p{L}\p{N}]/u.test(words(nodes)));
}

const words = (nodes) => nodes.map((node) => node.data).join("").replace(/\s+/g, " ").trim();

export function start(bar, voices) {
  const speech = window.speechSynthesis;
  const voice = best(voices);
  const main = bar.closest("main");
  const toggle = bar.querySelector("button");
  const end = document.createElement("button");
  end.type = "button";
  end.textContent = "停止";
  let all = [];
  let at = 0;
  let said = null; // what is being said, kept so that it is not swept away unspoken
  let marks = [];

  const unmark = () => {
    for (const mark of marks) mark.replaceWith(...mark.childNodes);
    marks = [];
  };

  const mark = (nodes) => {
    unmark();
    marks = nodes.map((node) => {
      const made = document.createElement("mark");
      made.className = "aloud-now";
      node.replaceWith(made);
      made.append(node);
      return made;
    });
    const box = marks[0].getBoundingClientRect();
    if (box.top < bar.getBoundingClientRect().bottom || box.bottom > innerHeight * 0.75) marks[0].scrollIntoView({ block: "center" });
  };

  const hush = () => {
    said = null;
    speech.cancel();
  };

  const stop = () => {
    hush();
    unmark();
    main.normalize();
    all = [];
    document.documentElement.classList.remove("reading");
    toggle.textContent = "朗读这一页";
    if (document.activeElement === end) toggle.focus();
    end.remove();
  };

  const next = () => {
    if (at >= all.length) {
      stop();
      return;
    }
    mark(all[at]);
    const mine = new SpeechSynthesisUtterance(words(all[at]));
    mine.voice = voice;
    mine.lang = voice.lang;
    mine.onend = () => {
      if (said !== mine) return;
      at += 1;
      next();
    };
    mine.onerror = () => { if (said === mine) stop(); };
    said = mine;
    speech.speak(mine);
  };

  const begin = () => {
    all = sentences(main);
    at = 0;
    document.documentElement.classList.add("reading");
    bar.append(end);
    resume();
  };

  // Where a browser pauses badly (Android), a cancelled sentence that starts anew does as well.
  const pause = () => {
    hush();
    toggle.textContent = "继续";
  };

  const resume = () => {
    toggle.textContent = "暂停";
    next();
  };

  toggle.addEventListener("click", () => {
    if (!all.length) begin();
    else if (said) pause();
    else resume();
  });
  end.addEventListener("click", stop);
  addEventListener("pagehide", stop);
  begin();
}
