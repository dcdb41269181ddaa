// How text is cut into terms, alike for what is searched and for what is asked.
// A script without exports, so that a page (import) and a worker (importScripts) can load the same file.
(() => {
  const RUNS = /[a-z0-9]+|[\u3400-\u9fff\uf900-\ufaff]+/g;
  const LATIN = /^[a-z0-9]/;

  // What people say around the thing they ask for.
  const FILLING = /请问|我想要?|我要|想要|需要|应该|必须|可不可以|可以|能不能|要不要|是不是|有没有|怎么[样办开弄申]?|咋[样办开弄]?|如何|在?哪[里儿]?|[去到上]哪[里儿]?|找谁|归谁管?|谁来?管|哪个部门|什么部门|什么|多少钱|[吗呢吧啊呀嘛的了]/g;

  // Full-width letters and digits count as plain ones.
  const plain = (text) => text.replace(/[！-～]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0)).toLowerCase();

  const isLatin = (term) => LATIN.test(term);

  // 民发〔2020〕20号 → 民发, 2020, 20, 号
  const runs = (text) => plain(text).match(RUNS) || [];

  // 亲属关系 → 亲, 属, 关, 系, 亲属, 属关, 关系; 12345 → 12345.
  function terms(text) {
    const found = [];
    for (const run of runs(text)) {
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
  function weighty(text) {
    const all = [...new Set(terms(text))];
    const long = all.filter((term) => term.length > 1);
    return long.length ? long : all;
  }

  // A question without its filling words; the question itself where nothing else would be left.
  function bare(query) {
    const left = plain(query).replace(FILLING, " ");
    return runs(left).length ? left : plain(query);
  }

  self.mingbaiText = { bare, isLatin, plain, runs, terms, weighty };
})();
