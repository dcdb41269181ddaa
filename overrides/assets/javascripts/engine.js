// The search engine: entries of one or several index files → ranked hits. No page, no network.
// Needs MiniSearch and text.js loaded before it; runs in a worker or in a page alike.
(() => {
  const { bare, isLatin, plain, runs, terms } = self.mingbaiText;

  const SIGNS = 0xe000; // a syllable is one sign of the private use area, so that terms of sound are short
  const WEIGHT = { single: 0.15, pair: 1, sound: 0.4, meant: 0.6 };
  const HEARD = 0.45; // of a pair that only sounds alike, with nothing alike beside it
  const COVERED = 0.5; // of a question, for a hit to count as an answer
  const STEP = 200; // documents that are read in without a pause
  const SPLITS = 4; // ways to cut typed pinyin that are tried

  const pairs = (run) => [...run].slice(1).map((char, at) => run[at] + char);

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

  // What an entry is found by: characters, pairs, sounds of pairs.
  function indexed(text, sounds) {
    const found = terms(text);
    for (const run of runs(text)) {
      if (isLatin(run)) continue;
      for (let at = 0; at < run.length; at += 1) {
        found.push(...sounds.single(run[at]));
        if (at + 1 < run.length) found.push(...sounds.pair(run[at], run[at + 1]));
      }
    }
    return found;
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

  // A question: units to be covered, each by any of its terms; `weights` of all terms; `starts` are those that may go on.
  class Question {
    constructor() {
      this.units = [];
      this.weights = new Map();
      this.starts = new Set();
    }

    ask(unit) {
      this.units.push(unit.map(([term]) => term));
      for (const [term, weight] of unit) this.weigh(term, weight);
    }

    weigh(term, weight) {
      this.weights.set(term, Math.max(weight, this.weights.get(term) || 0));
    }

    // A saying: covered by its own words or by what it means.
    meant(say, means, sounds) {
      const own = pairs(say).map((pair) => [pair, WEIGHT.pair]);
      const others = means.flatMap((word, at) => pairs(word).map((pair) => [pair, WEIGHT.meant / (1 + at / 4)]));
      const heard = pairs(say).flatMap(([one, other]) => sounds.pair(one, other).map((sound) => [sound, WEIGHT.sound]));
      this.ask([...own, ...others, ...heard]);
      for (const char of say) this.weigh(char, WEIGHT.single);
    }

    // Chinese: every pair by its characters or its sound; a lone character counts where nothing longer was asked.
    chinese(run, sounds, alone) {
      if (run.length === 1 && alone) this.ask([[run, WEIGHT.pair], ...sounds.single(run).map((sound) => [sound, WEIGHT.single])]);
      for (const pair of pairs(run)) {
        this.ask([[pair, WEIGHT.pair], ...sounds.pair(pair[0], pair[1]).map((sound) => [sound, WEIGHT.sound])]);
      }
      for (const char of run) this.weigh(char, WEIGHT.single);
    }

    latin(run) {
      this.ask([[run, WEIGHT.pair]]);
      this.starts.add(run);
    }

    pinyin(syllables, sounds) {
      const last = syllables.length - 1;
      for (let at = Math.min(1, last); at <= last; at += 1) {
        const before = last ? sounds.typed(syllables[at - 1])[0] : "";
        this.ask(sounds.typed(syllables[at]).map((sign) => [before + sign, WEIGHT.pair]));
      }
    }

    // How much of the question an entry covers, 0 to 1. A pair that only sounds alike counts whole where its neighbour fits too.
    coverage(matched) {
      const has = new Set(matched);
      const fits = this.units.map((unit) => unit.find((term) => has.has(term)) || "");
      return fits.reduce((sum, term, at) => {
        if (!term) return sum;
        const alone = this.chineseUnit(at) && isSound(term) && !fits[at - 1] && !fits[at + 1];
        return sum + (alone ? HEARD : 1) / fits.length;
      }, 0);
    }

    chineseUnit(at) {
      return !isSound(this.units[at][0]) && !isLatin(this.units[at][0]);
    }
  }

  // Every reading of a question: one, or one for each way to cut its pinyin.
  function readings(query, sounds, synonyms) {
    const asked = runs(bare(query));
    const alone = asked.every((run) => run.length === 1);
    let found = [new Question()];
    let pinyin = false;
    for (const run of asked) {
      const ways = /^[a-z]+$/.test(run) ? sounds.split(run) : [];
      if (!isLatin(run)) for (const question of found) ask(question, run, sounds, synonyms, alone);
      else if (!ways.length) for (const question of found) question.latin(run);
      else {
        pinyin = true;
        const before = found;
        found = [];
        for (const way of ways) {
          for (const question of before) {
            const next = new Question();
            for (const unit of question.units) next.ask(unit.map((term) => [term, question.weights.get(term)]));
            next.weights = new Map(question.weights);
            next.starts = new Set(question.starts);
            const say = synonyms.heard(way, sounds);
            if (say) next.meant(say, synonyms.of.get(say), sounds);
            else next.pinyin(way, sounds);
            found.push(next);
          }
        }
      }
    }
    if (pinyin) {
      const literal = new Question();
      for (const run of asked) {
        if (isLatin(run)) literal.latin(run);
        else ask(literal, run, sounds, synonyms, alone);
      }
      found.push(literal);
    }
    return found.filter((question) => question.units.length);
  }

  function ask(question, run, sounds, synonyms, alone) {
    for (const [part, means] of synonyms.cut(run)) {
      if (means) question.meant(part, means, sounds);
      else question.chinese(part, sounds, alone);
    }
  }

  class Engine {
    // documents: [{ name, aliases: [], more: "" }]; their place in the array is what hits give back.
    static async of(documents, sounds, synonyms) {
      const engine = new Engine(documents, sounds, synonyms);
      await engine.index.addAllAsync(documents.map((document, id) => ({ id, ...document })), { chunkSize: STEP });
      return engine;
    }

    constructor(documents, sounds, synonyms) {
      this.documents = documents;
      this.sounds = sounds;
      this.synonyms = synonyms;
      this.initials = null; // made when first asked for
      this.index = new MiniSearch({
        fields: ["name", "aliases", "more"],
        extractField: (document, field) => (field === "aliases" ? document.aliases.join(" ") : document[field]),
        tokenize: (text, field) => (field === "more" ? terms(text) : indexed(text, this.sounds)),
        processTerm: (term) => term,
      });
    }

    // → [{ id, score, full }]: best first; `full` where at least half of the question is covered.
    search(query) {
      const best = new Map();
      for (const question of readings(query, this.sounds, this.synonyms)) {
        for (const hit of this.ask(question)) {
          const known = best.get(hit.id);
          if (!known || Number(hit.full) > Number(known.full) || (hit.full === known.full && hit.score > known.score)) best.set(hit.id, hit);
        }
      }
      for (const hit of best.values()) hit.score *= this.closeness(hit.id, query);
      const hits = [...best.values()];
      if (!hits.some((hit) => hit.full)) hits.push(...this.byInitials(query, hits));
      return hits.sort((one, other) => Number(other.full) - Number(one.full) || other.score - one.score || one.id - other.id);
    }

    ask(question) {
      const asked = [...question.weights.keys()];
      const found = this.index.search(asked.join(" "), {
        tokenize: () => asked,
        combineWith: "OR",
        boost: { name: 2.5, aliases: 2, more: 0.6 },
        boostTerm: (term) => question.weights.get(term),
        prefix: (term) => question.starts.has(term),
        weights: { fuzzy: 0, prefix: 0.6 },
        bm25: { k: 1.2, b: 0.5, d: 0.5 },
      });
      return found.map((hit) => {
        const covered = question.coverage(hit.queryTerms);
        return { id: hit.id, score: hit.score * (0.5 + covered), full: covered >= COVERED };
      });
    }

    // A name that is the question, or holds it whole, comes before one that shares its parts.
    closeness(id, query) {
      const wanted = runs(bare(query)).join("");
      const { name, aliases } = this.documents[id];
      if (plain(name) === wanted) return 3;
      const others = aliases.map(plain);
      if (others.includes(wanted)) return 2.5;
      if (plain(name).includes(wanted)) return 1.5;
      return others.some((alias) => alias.includes(wanted)) ? 1.3 : 1;
    }

    // hyzk → 婚姻状况证明
    byInitials(query, known) {
      const wanted = runs(query).join("");
      if (!/^[a-z]{2,}$/.test(wanted)) return [];
      this.initials = this.initials || this.documents.map(({ name, aliases }) => [name, ...aliases].map((word) => this.sounds.initials(plain(word))));
      const taken = new Map(known.map((hit) => [hit.id, hit]));
      const found = [];
      this.initials.forEach((words, id) => {
        let score = 0;
        words.forEach((word, at) => {
          const where = word.indexOf(wanted);
          if (where >= 0) score = Math.max(score, (wanted.length / word.length) * (where ? 1 : 2) * (at ? 1 : 1.2));
        });
        if (!score) return;
        const hit = taken.get(id);
        if (hit) Object.assign(hit, { score, full: true });
        else found.push({ id, score, full: true });
      });
      return found;
    }
  }

  self.mingbaiEngine = { Engine, Sounds, Synonyms };
})();
