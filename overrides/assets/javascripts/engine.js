// The search engine: entries of one or several index files → ranked hits. No page, no network.
// Needs MiniSearch, text.js and sounds.js loaded before it; runs in a worker or in a page alike.
(() => {
  const { bare, isLatin, plain, runs, terms } = self.mingbaiText;
  const { isSound } = self.mingbaiSounds;

  const WEIGHT = { single: 0.15, pair: 1, sound: 0.4, meant: 0.6 };
  const HEARD = 0.45; // of a pair that only sounds alike, with nothing alike beside it
  const COVERED = 0.5; // of a question, for a hit to count as an answer
  const STEP = 200; // documents that are read in without a pause
  const READINGS = 8; // of a question, that are tried

  const pairs = (run) => [...run].slice(1).map((char, at) => run[at] + char);

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

  // A question: units to be covered, each by any of its terms; `weights` of all terms; `starts` are those that may go on.
  class Question {
    constructor() {
      this.units = [];
      this.weights = new Map();
      this.starts = new Set();
    }

    // One part of what was asked: a run as it stands, or the syllables of typed pinyin.
    read(part, sounds, synonyms, alone) {
      if (typeof part !== "string") {
        const say = synonyms.heard(part, sounds);
        if (say) this.meant(say, synonyms.of.get(say), sounds);
        else this.pinyin(part, sounds);
      } else if (isLatin(part)) {
        this.latin(part);
      } else {
        for (const [run, means] of synonyms.cut(part)) {
          if (means) this.meant(run, means, sounds);
          else this.chinese(run, sounds, alone);
        }
      }
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

  // What was asked, run by run, in every spelling: typed pinyin as its syllables in each way to cut it, and as it stands.
  function spellings(asked, sounds) {
    let found = [[]];
    for (const run of asked) {
      const ways = /^[a-z]+$/.test(run) ? sounds.split(run) : [];
      const parts = ways.length ? ways : [run];
      found = found.flatMap((before) => parts.map((part) => [...before, part])).slice(0, READINGS);
    }
    return found[0].some((part) => typeof part !== "string") ? [...found, asked] : found;
  }

  // Every reading of a question.
  function readings(query, sounds, synonyms) {
    const asked = runs(bare(query));
    const alone = asked.every((run) => run.length === 1);
    const found = spellings(asked, sounds).map((parts) => {
      const question = new Question();
      for (const part of parts) question.read(part, sounds, synonyms, alone);
      return question;
    });
    return found.filter((question) => question.units.length);
  }

  class Engine {
    // documents: [{ name, aliases: [], more: "" }]; their place in the array is what hits give back.
    constructor(sounds, synonyms) {
      this.documents = [];
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

    // Further documents, after those that are there.
    async add(documents) {
      const from = this.documents.length;
      this.documents.push(...documents);
      this.initials = null;
      await this.index.addAllAsync(documents.map((document, at) => ({ id: from + at, ...document })), { chunkSize: STEP });
    }

    readings(query) {
      return readings(query, this.sounds, this.synonyms);
    }

    // → [{ id, score, full }]: best first; `full` where at least half of the question is covered.
    search(query) {
      const best = new Map();
      for (const question of this.readings(query)) {
        for (const hit of this.ask(question)) {
          const known = best.get(hit.id);
          if (!known || Number(hit.full) > Number(known.full) || (hit.full === known.full && hit.score > known.score)) best.set(hit.id, hit);
        }
      }
      const wanted = runs(bare(query)).join("");
      for (const hit of best.values()) hit.score *= this.closeness(hit.id, wanted);
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
    closeness(id, wanted) {
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

  self.mingbaiEngine = { Engine };
})();
