// The page on which a report is written. What is written stays in the boxes of this page: nothing is asked of any host,
// nothing is stored, and leaving the page empties it. A classic script, so that a copy saved to a disk works as well.
self.mingbaiDraft = (() => {
  // ── what need not be written ──

  // Identity numbers, mobiles and cards, found as scripts/mingbai/private/numbers.py finds them in lists.
  const HAN = "〇零○一幺二三四五六七八九";
  const DIGITS = "0001123456789";
  const MIXED = new RegExp(`[0-9${HAN}](?:[ -]?[0-9${HAN}Xx]){10,}`, "g");
  const UNSEEN = /[\u00ad\u200b-\u200f\u2060\ufeff]/g;
  const DASH = /[\u2010-\u2015\u2212]/g;
  const RUN = /\d+[Xx]?(?:(?:[\s.\u00b7_()-]{1,3}|\s*\n\s*)\d+[Xx]?)*/g;
  const GROUP = /\d+[Xx]?/g;
  const MOBILE = /^(?:86)?1[3-9]\d{9}$/;
  const CARD = /^(?:62|4|5[1-5])\d{14,17}$/;
  const CARD_WORDS = /卡|账号|帐号|账户|开户|银行/;
  const PAPER_WORDS = /身份证|公民身份|身份号|证件号|证号|证件/;
  const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const PROVINCES = /^(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3])/;
  const LONGEST = 19;

  const birthday = (year, month, day) => {
    const born = new Date(Date.UTC(2000, month - 1, day));
    born.setUTCFullYear(year, month - 1, day);
    return year >= 1900 && year <= 2100 && born.getUTCMonth() === month - 1 && born.getUTCDate() === day;
  };

  const resident = (number) => {
    if (!/^\d{17}[\dXx]$/.test(number) || !PROVINCES.test(number)) return false;
    const total = WEIGHTS.reduce((sum, weight, index) => sum + weight * Number(number[index]), 0);
    if ("10X98765432"[total % 11] !== number[17].toUpperCase()) return false;
    return birthday(...[number.slice(6, 10), number.slice(10, 12), number.slice(12, 14)].map(Number));
  };

  const before2000 = (number) => {
    if (!/^\d{15}$/.test(number) || !PROVINCES.test(number)) return false;
    return birthday(1900 + Number(number.slice(6, 8)), Number(number.slice(8, 10)), Number(number.slice(10, 12)));
  };

  const luhn = (number) => {
    if (!/^\d+$/.test(number)) return false;
    const doubled = (digit, turn) => (turn % 2 ? (digit > 4 ? digit * 2 - 9 : digit * 2) : digit);
    return [...number].reverse().reduce((sum, digit, turn) => sum + doubled(Number(digit), turn), 0) % 10 === 0;
  };

  // Whether people write a mobile in such groups; 1.3812345678 is none.
  const well = (groups) => {
    if (groups.length < 2) return true;
    if (groups.length === 2) return /^(?:[ -]| ?\)|\s*\n\s*)$/.test(groups[1].before);
    return ["3,4,4", "5,4,4"].includes(groups.map((group) => group.text.replace(/[Xx]$/, "").length).join());
  };

  // The end of one date and the next ones: 12-30 2019-01-08 2018.12.
  const dates = (groups) => groups[0].text.length === 2 && groups.some((group) => group.text.length === 4);

  // What the groups from ``first`` on spell, and where to go on.
  const spelt = (groups, first, card, old) => {
    let joined = "";
    let older = ["", "", first + 1];
    for (let last = first; last < groups.length; last += 1) {
      joined += groups[last].text;
      if (joined.length > LONGEST) break;
      if (resident(joined) && !dates(groups.slice(first, last + 1))) return ["身份证号", joined.toUpperCase(), last + 1];
      const mobile = joined.replace(/[Xx]+$/, "");
      if (MOBILE.test(mobile) && well(groups.slice(first, last + 1))) return ["手机号", mobile.slice(-11), last + 1];
      if (card && CARD.test(joined) && luhn(joined)) return ["银行卡号", joined, last + 1];
      if (old && !older[0] && before2000(joined)) older = ["身份证号(15 位)", joined, last + 1];
    }
    return older;
  };

  const matches = (pattern, text) => {
    const found = [];
    text.replace(pattern, (words, start) => found.push({ text: words, start }));
    return found;
  };

  const numbersOf = (text, plain, offset, card) => {
    const found = [];
    for (const run of matches(RUN, text)) {
      const groups = matches(GROUP, run.text);
      groups.forEach((group, index) => {
        const last = groups[index - 1];
        group.before = last ? run.text.slice(last.start + last.text.length, group.start) : "";
      });
      const start = offset + run.start;
      const near = plain.slice(Math.max(0, start - 20), start + run.text.length + 12);
      const old = PAPER_WORDS.test(near);
      for (let first = 0; first < groups.length;) {
        const [what, number, next] = spelt(groups, first, card, old);
        if (what) found.push({ what, number, start: start + groups[first].start });
        first = next;
      }
    }
    return found;
  };

  const numbers = (text) => {
    const plain = text.replace(UNSEEN, "").normalize("NFKC").replace(DASH, "-");
    const card = CARD_WORDS.test(plain);
    const found = numbersOf(plain, plain, 0, card);
    for (const mixed of matches(MIXED, plain)) {
      const digits = [...mixed.text].map((sign) => (HAN.includes(sign) ? DIGITS[HAN.indexOf(sign)] : sign)).join("");
      if (digits !== mixed.text) found.push(...numbersOf(digits, plain, mixed.start, card));
    }
    const first = found.filter((one, index) => found.findIndex((other) => other.what === one.what && other.start === one.start) === index);
    first.sort((one, other) => one.start - other.start || (one.what < other.what ? -1 : 1));
    return first.map(({ what, number }) => [what, `${number.slice(0, 3)}${"*".repeat(number.length - 5)}${number.slice(-2)}`]);
  };

  // A name after words that announce one: the writer's own, her family's, a private person's.
  const SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤";
  const ANNOUNCED = "我叫|本人叫|我的名字(?:叫|是)?|名叫|姓名(?:是|:)?|署名(?:是|:)?|举报人(?:是|:)?|反映人(?:是|:)?|(?:我|本人)(?:是|:)|我(?:爸|妈|爹|娘|爷爷|奶奶|丈夫|老公|妻子|老婆|儿子|女儿|孙子|孙女|哥|弟|姐|妹|邻居|父亲|母亲)(?:叫|是|:)?";
  const NAME = new RegExp(`(?:${ANNOUNCED})\\s*((?:欧阳|司马|上官|诸葛|[${SURNAMES}])[\\u4e00-\\u9fff]{1,2})`, "g");
  const PLACE = /[村镇乡街道社区县市省州组队屯庄局站所办]/;
  const WORD = /[的是在住去到有要被给跟和家里了说也们员]/;
  const names = (text) => {
    const plain = text.replace(UNSEEN, "").normalize("NFKC");
    const found = [];
    for (let one = NAME.exec(plain); one; one = NAME.exec(plain)) {
      const [, name] = one;
      const after = plain.slice(NAME.lastIndex, NAME.lastIndex + 1);
      if (PLACE.test(name.slice(1) + after) || WORD.test(name[1])) continue;
      found.push(["姓名", WORD.test(name.slice(2)) ? name.slice(0, 2) : name]);
    }
    NAME.lastIndex = 0;
    return found;
  };

  const ADVICE = {
    "身份证号": "举报不用写身份证号,删掉更安全。",
    "身份证号(15 位)": "举报不用写身份证号,删掉更安全。",
    "手机号": "要对方回电话才写,只写您自己的、不是单位的;别人的删掉。",
    "银行卡号": "举报不用写卡号,删掉更安全。",
    "姓名": "匿名反映的不写自己的名字;不是被反映的人,也不写名字。",
  };
  const doubts = (text) => [...numbers(text), ...names(text)];
  const warning = (text) => {
    const found = doubts(text);
    const kinds = [...new Set(found.map(([what]) => what))];
    return kinds.map((what) => `这里像有${what} ${found.filter(([one]) => one === what).map(([, seen]) => seen).join("、")}。${ADVICE[what]}`).join(" ");
  };

  // ── the page ──

  const page = document.querySelector("[data-draft]");
  if (!page) return { doubts };
  const boxes = [...page.querySelectorAll("textarea")];
  const text = page.querySelector("#_text");
  const mails = [...page.querySelectorAll("[data-mail]")];

  const written = () => boxes.map((box) => [box.dataset.label, box.value.trim()]).filter(([, value]) => value);
  const show = () => {
    const lines = written();
    page.classList.toggle("drafted", lines.length > 0);
    const whole = lines.length ? [text.dataset.opening, ...lines.map(([label, value]) => `${label}:${value.includes("\n") ? "\n" : ""}${value}`), text.dataset.closing].join("\n") : "";
    text.textContent = whole;
    const about = boxes[0].value.trim().split("\n")[0].slice(0, 40);
    for (const link of mails) {
      const letter = `?subject=${encodeURIComponent(text.dataset.subject + about)}&body=${encodeURIComponent(whole.replace(/\n/g, "\r\n"))}`;
      link.href = `mailto:${link.dataset.mail}${whole ? letter : ""}`;
    }
  };
  const look = (box) => {
    const warn = box.parentNode.querySelector(".warn");
    const words = warning(box.value);
    if (warn.textContent !== words) warn.textContent = words;
    warn.hidden = !words;
  };
  const wipe = () => {
    for (const box of boxes) {
      box.value = "";
      look(box);
    }
    show();
  };

  const exit = page.querySelector("[data-exit]");
  const home = exit.href;

  // Leaving shows nothing more of this page, and «back» does not lead here.
  const leave = () => {
    wipe();
    document.body.textContent = "";
    document.title = "";
    location.replace(location.protocol === "file:" ? "about:blank" : home);
  };
  exit.addEventListener("click", (event) => {
    event.preventDefault();
    event.stopPropagation();
    leave();
  });
  let pressed = -Infinity;
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.isComposing) return;
    if (event.timeStamp - pressed < 1500) leave();
    pressed = event.timeStamp;
  });

  wipe();
  addEventListener("pagehide", wipe);
  addEventListener("pageshow", (event) => {
    if (event.persisted) wipe();
  });
  page.querySelector("[data-wipe]").addEventListener("click", () => {
    wipe();
    boxes[0].focus();
  });
  for (const box of boxes) {
    box.addEventListener("input", () => {
      look(box);
      show();
    });
  }

  // What a list's page already knows came behind the hash; it is taken off the address at once.
  if (location.hash.startsWith("#=")) {
    try {
      const lines = decodeURIComponent(location.hash.slice(2)).slice(0, 2000).split("\n");
      boxes[0].value = (lines.find((line) => line.startsWith("事项:")) || "").slice(3);
      boxes[1].value = lines.filter((line) => !line.startsWith("事项:")).join("\n");
      history.replaceState(null, "", location.pathname + location.search);
    } catch (refused) {
      // A broken address fills in nothing; a copy opened from a disk keeps its address.
    }
    show();
  }
  return { doubts };
})();
