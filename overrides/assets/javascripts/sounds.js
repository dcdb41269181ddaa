// What sounds alike and what is said otherwise: syllables of characters, and everyday words for official ones.
// Needs text.js loaded before it; no page, no network.
(() => {
  const { bare, isLatin, runs } = self.mingbaiText;

  const SIGNS = 0xe000; // a syllable is one sign of the private use area, so that terms of sound are short
  const SPLITS = 4; // ways to cut typed pinyin that are tried

  const isSound = (term) => term.charCodeAt(0) >= SIGNS && term.charCodeAt(0) <= 0xf8ff;

  // Southern ears: zh is z, -ng is -n.
  const fold = (syllable) => syllable.replace(/^([zcs])h/, "$1").replace(/([aei])ng$/, "$1n");

  // Characters and their syllables, out of search/syllables.json: {"hun": "婚昏……"}.
  class Sounds {
    constructor(table) {
      this.of = new Map();
      this.all = new Set(Object.keys(table));
      this.starts = new Set();
      this.signs = new Map(); // folded syllable → its sign
      this.signsOf = new Map(); // character → its signs
      for (const [syllable, chars] of Object.entries(table)) {
        const folded = fold(syllable);
        if (!this.signs.has(folded)) this.signs.set(folded, String.fromCharCode(SIGNS + this.signs.size));
        const sign = this.signs.get(folded);
        for (let end = 1; end <= syllable.length; end += 1) this.starts.add(syllable.slice(0, end));
        for (const char of chars) {
          const known = this.of.get(char);
          if (known) known.push(syllable);
          else this.of.set(char, [syllable]);
          const signs = this.signsOf.get(char) || "";
          if (!signs.includes(sign)) this.signsOf.set(char, signs + sign);
        }
      }
    }

    // Every sound of a pair of characters.
    pair(one, other) {
      const found = [];
      for (const first of this.signsOf.get(one) || "") {
        for (const second of this.signsOf.get(other) || "") found.push(first + second);
      }
      return found;
    }

    single(char) {
      return [...(this.signsOf.get(char) || "")];
    }

    // The signs of a typed syllable: its own, or of all that begin so where it is unfinished.
    typed(part) {
      const whole = this.all.has(part) ? [part] : [...this.all].filter((syllable) => syllable.startsWith(part));
      return [...new Set(whole.map((syllable) => this.signs.get(fold(syllable))))];
    }

    // 婚姻状况 → hyzk
    initials(text) {
      let found = "";
      for (const char of text) found += (this.of.get(char) || [isLatin(char) ? char : ""])[0].slice(0, 1);
      return found;
    }

    // hunyinzh → [[hun, yin, zh]]: the ways to read it with the fewest syllables; the last one may be unfinished.
    split(typed) {
      const best = [[[]]];
      for (let end = 1; end <= typed.length; end += 1) {
        let ways = [];
        for (let start = Math.max(0, end - 6); start < end; start += 1) {
          const part = typed.slice(start, end);
          const fits = this.all.has(part) || (end === typed.length && this.starts.has(part));
          if (best[start] && best[start].length && fits) ways.push(...best[start].map((way) => [...way, part]));
        }
        const fewest = Math.min(...ways.map((way) => way.length));
        ways = ways.filter((way) => way.length === fewest);
        best.push(ways.slice(0, SPLITS));
      }
      return best[typed.length];
    }
  }

  // What people say for what lists call otherwise: [[["老人走了", "过世"], ["死亡", "殡葬"]]] → 老人走 → [死亡, 殡葬].
  class Synonyms {
    constructor(groups) {
      this.of = new Map();
      for (const [says, means] of groups) {
        for (const say of says) {
          const word = runs(bare(say)).join("");
          if (word.length > 1) this.of.set(word, means);
        }
      }
      this.longest = Math.max(0, ...[...this.of.keys()].map((say) => say.length));
    }

    // [di, bao] → 低保, where that is a saying.
    heard(syllables, sounds) {
      if (!this.bySound) {
        const spelt = (say) => [...say].map((char) => (sounds.of.get(char) || [""])[0]).join("-");
        this.bySound = new Map([...this.of.keys()].map((say) => [spelt(say), say]));
      }
      return this.bySound.get(syllables.join("-"));
    }

    // 老人走补助 → [["老人走", [死亡, 殡葬]], ["补助"]]: the longest saying first.
    cut(run) {
      for (let long = Math.min(run.length, this.longest); long > 1; long -= 1) {
        for (let at = 0; at + long <= run.length; at += 1) {
          const say = run.slice(at, at + long);
          const means = this.of.get(say);
          if (means) return [...this.cut(run.slice(0, at)), [say, means], ...this.cut(run.slice(at + long))];
        }
      }
      return run ? [[run]] : [];
    }
  }

  self.mingbaiSounds = { Sounds, Synonyms, isSound };
})();
