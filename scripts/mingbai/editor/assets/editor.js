// Decap CMS with the lists' own reading and writing: every value is text, and what is saved is in canonical form.
import { FAILSAFE_SCHEMA, load } from "./js-yaml.js";
import { canonical, filled } from "./canonical.js";

/** Every plain value as the text that was written, also where nothing was. */
export function read(text) {
  return load(text, { schema: FAILSAFE_SCHEMA });
}

async function start() {
  const told = await (await fetch("editor.json")).json();
  window.CMS_MANUAL_INIT = true;
  await script("decap-cms.js");
  for (const collection of told.config.collections) {
    for (const file of collection.files) file.fields = told.kinds[file.fields].fields;
  }
  window.CMS.registerCustomFormat("mingbai", "yml", {
    fromFile: read,
    toFile: (data, names) => canonical(filled(data), orderOf(told.kinds, names), told.writing),
  });
  document.querySelector("#wait").remove();
  window.CMS.init({ config: { ...told.config, load_config_file: false } });
}

/** The order of keys in the kind that a hidden first field names: all that a format is told of the file it writes. */
function orderOf(kinds, names) {
  return kinds[names[0]].order;
}

function script(address) {
  return new Promise((done, failed) => {
    const element = document.createElement("script");
    element.src = address;
    element.onload = done;
    element.onerror = () => failed(new Error(address));
    document.head.append(element);
  });
}

start().catch((error) => {
  document.querySelector("#wait").textContent = `编辑器没有打开:${error.message}`;
});
