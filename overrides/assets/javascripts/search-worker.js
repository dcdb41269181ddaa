// Search beside the page: loads the index of the reader's place, answers, and meanwhile loads that of the whole site
// and what people say otherwise. Where one of these cannot be had, the rest answers.
const PARTS = ["../vendor/minisearch/minisearch.js", "text.js", "sounds.js", "engine.js", "catalogue.js"];
// Where a server sends the site's policy, a worker may load these and nothing else (Trusted Types).
const rules = {
  createScriptURL: (name) => {
    if (!PARTS.includes(name)) throw new TypeError(name);
    return name + location.search; // of the same version
  },
};
const policy = self.trustedTypes ? self.trustedTypes.createPolicy("mingbai", rules) : rules;
importScripts(...PARTS.map((name) => policy.createScriptURL(name)));

const CHUNK = 64; // entries whose places share a file: scripts/mingbai/site/search.py

let root = "";
let here = "";
let catalogue = null;
let whole = null;

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
  whole = data;
  postMessage({ type: "ready", whole: true });
}

async function places(id) {
  const entry = catalogue.entries.get(id);
  const fetched = entry.chunk < 0 ? [] : (await json(`search/places/${Math.floor(entry.chunk / CHUNK)}.json`))[entry.chunk % CHUNK];
  return catalogue.places(id, whole, fetched);
}

const tasks = {
  open: (data) => {
    root = data.root;
    here = data.here;
    open(data).catch(() => postMessage({ type: "failed" }));
  },
  ask: ({ query, number }) => postMessage({ type: "found", number, query, whole: Boolean(whole), ...catalogue.find(query) }),
  places: ({ id, number }) => places(id).then(
    (options) => postMessage({ type: "places", number, options }),
    () => postMessage({ type: "places", number, options: null }),
  ),
};

addEventListener("message", (event) => tasks[event.data.type](event.data));
