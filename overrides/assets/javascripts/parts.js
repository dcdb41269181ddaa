// Which parts of a large site's index a question needs (scripts/mingbai/site/parted.py files names under the same keys).
// Needs text.js and sounds.js loaded before it; no page, no network.
(() => {
  const { isLatin, runs } = self.mingbaiText;
  const { isSound } = self.mingbaiSounds;

  const SIMILAR = 16; // units of a question whose parts are wanted at most
  const RAREST = 4; // units of a question whose parts are wanted at first, at most
  const LONG = 5; // characters of a question that may be the beginning of a name, or all of it
  const BEGINNING = 8; // characters of how a name begins
  const KEYS = 12; // of one unit: an unfinished syllable has more, and waits for its next letter

  // FNV-1a
  function number(key, count) {
    let hash = 0x811c9dc5;
    for (let at = 0; at < key.length; at += 1) hash = Math.imul(hash ^ key.charCodeAt(at), 0x01000193);
    return (hash >>> 0) % count;
  }

  function keys(term, sounds) {
    if (isLatin(term)) return [term.slice(0, 2)];
    if (term.length < 2) return [];
    const heard = isSound(term) ? [term] : sounds.pair(term[0], term[1]);
    return heard.length ? heard : [term];
  }

  // Of what stands everywhere a part holds the first names alone: the rarest parts of a question hold most surely what
  // fits it. They are chosen whatever is here already. What is only similar may stand in any part: all are wanted.
  function ofQuestion(units, sounds, counts, similar) {
    const parts = units.map((terms) => {
      const found = new Set(terms.flatMap((term) => keys(term, sounds)));
      return found.size > KEYS ? [] : [...new Set([...found].map((key) => number(key, counts.length)))];
    });
    const weight = (one) => one.reduce((sum, part) => sum + counts[part], 0);
    const rarest = parts.filter((one) => one.length).sort((one, other) => weight(one) - weight(other));
    return rarest.slice(0, similar ? SIMILAR : Math.min(RAREST, Math.floor(units.length / 2) + 1)).flat();
  }

  // A long name is filed under how it begins, too: who types all of it finds it, whatever else is called so much alike.
  function beginning(query, sounds) {
    const spelt = runs(query).filter((run) => !isLatin(run)).join("");
    if (spelt.length < LONG) return "";
    return [...spelt.slice(0, BEGINNING)].map((char) => sounds.single(char)[0] || char).join("");
  }

  // The parts that were not tried yet; `counts` are the names that are filed under the keys of each part.
  function wanted(query, questions, sounds, counts, tried, similar) {
    const found = questions.flatMap(({ units }) => ofQuestion(units, sounds, counts, similar));
    const initials = runs(query).join("");
    if (/^[a-z]{2,}$/.test(initials)) found.push(number(initials.slice(0, 3), counts.length));
    const begins = beginning(query, sounds);
    if (begins) found.push(number(begins, counts.length));
    return [...new Set(found)].filter((part) => counts[part] && !tried.has(part));
  }

  self.mingbaiParts = { wanted };
})();
