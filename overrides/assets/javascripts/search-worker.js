// Search beside the page: loads the index of the reader's place, answers, and meanwhile loads that of the whole site
// and what people say otherwise. Where one of these cannot be had, the rest answers.
const PARTS = ["../vendor/minisearch/minisearch.js", "text.js", "sounds.js", "parts.js", "engine.js", "catalogue.js"];
// Where a server sends the site's policy, a worker may load these and nothing else (Trusted Types).
const rules = {
  createScriptURL: (name) => {
    if (!PARTS.includes(name)) throw new TypeError(name);
    return name + location.search; // of the same version
  },
};
const policy = self.trustedTypes ? self.trustedTypes.createPolicy("mingbai", rules) : rules;
importScripts(...PARTS.map((name) => policy.createScriptURL(name)));

const PAUSE = 300; // ms without a further letter after which parts of a large index are fetched

let root = "";
let here = "";
let catalogue = null;
let counts = []; // entries of each part, where the index is parted
const tried = new Set(); // parts that were fetched, or could not be
let pause = 0;
let growing = Promise.resolve();

const json = async (address) => {
  const answer = await fetch(root + address);
  if (!answer.ok) throw new Error(`${address} ${answer.status}`);
  return answer.json();
};

async function open({ near }) {
  const folders = [...near.map((path) => `${path}/`), ""];
  const [table, ...files] = await Promise.all([
    json(`assets/search/syllables.json${location.search}`), ...folders.map((folder) => json(`${folder}search.json`)),
  ]);
  const sounds = new self.mingbaiSounds.Sounds(table);
  const nearby = new self.mingbaiCatalogue.Catalogue(here);
  files.forEach((file) => nearby.add(file));
  catalogue = await nearby.build(sounds, new self.mingbaiSounds.Synonyms([]));
  postMessage({ type: "ready", whole: false });
  const [data, groups] = await Promise.all(["search/index.json", "search/synonyms.json"].map((file) => json(file).catch(() => null)));
  const all = new self.mingbaiCatalogue.Catalogue(here);
  if (data) all.add(data);
  files.forEach((file) => all.add(file));
  catalogue = await all.build(sounds, new self.mingbaiSounds.Synonyms(groups || []));
  counts = (data && data.parts) || [];
  postMessage({ type: "ready", whole: true });
}

// What is asked needs parts that are not here: once nobody types, they are, and the page asks again.
async function fetchParts(numbers) {
  for (const number of numbers) tried.add(number);
  const files = await Promise.all(numbers.map((number) => json(`search/parts/${number}.json`).catch(() => null)));
  for (const file of files) if (file) catalogue.add(file);
  growing = growing.then(() => catalogue.extend());
  await growing;
  postMessage({ type: "ready", whole: true });
}

function ask({ query, number }) {
  const wanted = counts.length ? catalogue.wanted(query, counts, tried) : [];
  postMessage({ type: "found", number, query, more: wanted.length > 0, ...catalogue.find(query) });
  clearTimeout(pause);
  if (wanted.length) pause = setTimeout(() => fetchParts(wanted), PAUSE);
}

async function places(id) {
  const { file } = catalogue.entries.get(id);
  return catalogue.places(id, file < 0 ? null : await json(`search/places/${file}.json`));
}

const tasks = {
  open: (data) => {
    root = data.root;
    here = data.here;
    open(data).catch(() => postMessage({ type: "failed" }));
  },
  ask,
  places: ({ id, number }) => places(id).then(
    (options) => postMessage({ type: "places", number, options }),
    () => postMessage({ type: "places", number, options: null }),
  ),
};

addEventListener("message", (event) => tasks[event.data.type](event.data));
