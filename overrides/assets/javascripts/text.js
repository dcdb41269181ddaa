// How text is cut into terms, alike for what is searched and for what is asked.

const RUNS = /[a-z0-9]+|[\u3400-\u9fff\uf900-\ufaff]+/g;
const LATIN = /^[a-z0-9]/;

// Full-width letters and digits count as plain ones.
const plain = (text) => text.replace(/[！-～]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0)).toLowerCase();

export const isLatin = (term) => LATIN.test(term);

// 亲属关系 → 亲, 属, 关, 系, 亲属, 属关, 关系; 12345 → 12345.
export function terms(text) {
  const found = [];
  for (const run of plain(text).match(RUNS) || []) {
    if (isLatin(run)) {
      found.push(run);
      continue;
    }
    for (let at = 0; at < run.length; at += 1) {
      found.push(run[at]);
      if (at + 1 < run.length) found.push(run.slice(at, at + 2));
    }
  }
  return found;
}

// What must be covered for a hit to count: pairs and words; single characters only where nothing longer was asked.
export function weighty(text) {
  const all = [...new Set(terms(text))];
  const long = all.filter((term) => term.length > 1);
  return long.length ? long : all;
}
