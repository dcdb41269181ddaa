// What index files say (scripts/mingbai/site/search.py) → results in groups by place, the reader's own first.
// Needs text.js, sounds.js, parts.js and engine.js loaded before it; no page, no network.
(() => {
  const { bare, plain, runs } = self.mingbaiText;
  const { Engine } = self.mingbaiEngine;
  const { wanted } = self.mingbaiParts;

  const SHOWN = 12; // results at once
  const ALIKE = 6; // similar ones where nothing matches fully
  const STRONG = 0.5; // of the best score, to stand among the first

  class Catalogue {
    constructor(here) {
      this.here = here;
      this.entries = new Map(); // kind and name → entry
      this.names = new Map(); // place's name → path
      this.engine = null;
    }

    // One index file. Where several speak of a name, their places add up.
    add(data) {
      for (const [path, name] of data.areas) if (name.length > 1) this.names.set(name, path);
      for (const [name, aliases, kind, places, total] of data.entries) {
        const [key, label] = data.kinds[kind];
        const id = `${key} ${name}`;
        const entry = this.entries.get(id) || { id, name, label, key, aliases: new Set(), places: new Map(), file: -1, total: 0 };
        for (const alias of aliases.split(" ")) if (alias) entry.aliases.add(alias);
        if (typeof places === "number") Object.assign(entry, { file: places, total });
        else for (const place of places) this.place(entry, data, place);
        this.entries.set(id, entry);
      }
    }

    place(entry, data, [area, tail, answer]) {
      const [path, name] = data.areas[area];
      const [word, tone, instead] = answer === undefined ? ["", "", ""] : data.answers[answer];
      entry.places.set(`${path ? `${path}/` : ""}${tail}`, { path, name, word, tone, instead });
    }

    async build(sounds, synonyms) {
      this.engine = new Engine(sounds, synonyms);
      this.list = [];
      await this.extend();
      return this;
    }

    // Entries that were added since are found from now on.
    async extend() {
      const fresh = [...this.entries.values()].slice(this.list.length);
      this.list.push(...fresh);
      await this.engine.add(fresh.map(({ name, label, aliases, places }) => {
        const said = [...places.values()].map(({ word, instead }) => `${word} ${instead}`);
        return { name, aliases: [...aliases], more: [...new Set([label, ...said])].join(" ") };
      }));
    }

    // The parts of a parted index that a question still needs, those of what is only similar once nothing else is left.
    wanted(query, counts, tried) {
      const asked = new Set([query, this.meant(query)[1], query.replace(/([a-z]) +(?=[a-z])/gi, "$1")]);
      const parts = (similar) => {
        const found = [...asked].flatMap((words) => wanted(words, this.engine.readings(words), this.engine.sounds, counts, tried, similar));
        return [...new Set(found)];
      };
      const found = parts(false);
      return found.length || this.find(query).full ? found : parts(true);
    }

    // 黔西南的单身证明 → [qianxinan's path, 的单身证明]: a place that is named is meant.
    meant(query) {
      const asked = plain(query);
      let best = "";
      for (const name of this.names.keys()) if (name.length > best.length && asked.includes(name)) best = name;
      const left = asked.replace(best, " ");
      return best && runs(bare(left)).join("").length > 1 ? [this.names.get(best), left] : [this.here, query];
    }

    // → { groups: [{ title, options }], full }; the groups of full matches, or else of similar ones.
    find(query) {
      const [here, left] = this.meant(query);
      let hits = this.engine.search(left);
      let place = here;
      if (left !== query && !hits.some((hit) => hit.full)) {
        hits = this.engine.search(query);
        place = this.here;
      }
      const full = hits.filter((hit) => hit.full);
      const shown = full.length ? full.slice(0, SHOWN) : hits.slice(0, ALIKE);
      const best = Math.max(0, ...shown.map((hit) => hit.score));
      const strong = shown.filter((hit) => hit.score >= STRONG * best);
      const groups = this.grouped(strong, place);
      const similar = full.length ? hits.slice(full.length, Math.max(full.length, ALIKE)) : [];
      const weak = [...shown.filter((hit) => hit.score < STRONG * best), ...similar];
      if (weak.length) groups.push({ title: "也许相关", options: weak.map((hit) => this.option(this.list[hit.id], place)) });
      return { groups, full: full.length > 0 };
    }

    grouped(hits, here) {
      const groups = new Map();
      for (const hit of hits) {
        const option = this.option(this.list[hit.id], here);
        const title = option.near ? option.place : "别的地方";
        if (!groups.has(title)) groups.set(title, { title, distance: option.distance, options: [] });
        groups.get(title).options.push(option);
      }
      return [...groups.values()].sort((one, other) => one.distance - other.distance);
    }

    // Nearest first: the place itself, those above it, those below, all others.
    distance(path, here) {
      if (path === here) return 0;
      if (!path || `${here}/`.startsWith(`${path}/`)) return 1 + here.split("/").length - (path ? path.split("/").length : 0);
      return !here || path.startsWith(`${here}/`) ? 20 : 40;
    }

    // One result: the nearest place's, or a choice of places where none lies near.
    option(entry, here) {
      const spots = [...entry.places].map(([address, place]) => ({ address, ...place, distance: this.distance(place.path, here) }));
      const spot = spots.sort((one, other) => one.distance - other.distance)[0];
      const total = Math.max(entry.total, spots.length);
      const base = { id: entry.id, name: entry.name, kind: entry.label };
      if (spot && (spot.distance < 20 || total === 1)) {
        return { ...base, address: spot.address, place: spot.name, near: spot.distance < 20, distance: Math.min(spot.distance, 20), word: spot.word, tone: spot.tone, instead: spot.instead };
      }
      return { ...base, place: `${total} 个地方`, choose: true, near: false, distance: 20, word: "", tone: "", instead: "" };
    }

    // The places of one entry, nearest first; `data` is the file that holds those of a name with many.
    places(id, data) {
      const entry = this.entries.get(id);
      for (const place of data ? data.places[id] : []) this.place(entry, data, place);
      const rows = [...entry.places].map(([address, place]) => ({ id, address, name: entry.name, kind: entry.label, place: place.name, distance: this.distance(place.path, this.here), word: place.word, tone: place.tone, instead: place.instead }));
      return rows.sort((one, other) => one.distance - other.distance);
    }
  }

  self.mingbaiCatalogue = { Catalogue };
})();
