// Decap CMS with the lists' own reading and writing: every value is text, and what is saved is in canonical form.
import { box } from "./box.js";
import { canonical } from "./canonical.js";
import { closed, opened, unreadable } from "./form.js";
import { items } from "./items.js";
import { FAILSAFE_SCHEMA, load } from "./js-yaml.js";
import { words } from "./words.js";

async function start() {
  const told = await (await fetch("editor.json")).json();
  window.CMS_MANUAL_INIT = true;
  await script("decap-cms.js");
  for (const collection of told.config.collections) {
    for (const file of collection.files) file.fields = told.kinds[file.fields].fields;
  }
  window.CMS.registerCustomFormat("mingbai", "yml", {
    fromFile: (text) => opened(read(text), told.mappings),
    toFile: (data, names) => canonical(closed(data, told.mappings), orderOf(told.kinds, names), told.writing),
  });
  const { locale, publish_mode: mode } = told.config;
  window.CMS.registerLocale(locale, words(window.CMS.getLocale(locale), mode === "editorial_workflow"));
  const { createClass, h } = window;
  window.CMS.registerWidget("box", box(createClass, h));
  window.CMS.registerWidget("items", items(createClass, h, window.CMS.getWidget("list").control));
  document.querySelector("#wait").remove();
  window.CMS.init({ config: { ...told.config, load_config_file: false } });
}

/** Every plain value as the text that was written. What cannot be read is not shown as empty, which Decap would. */
function read(text) {
  try {
    return load(text, { schema: FAILSAFE_SCHEMA });
  } catch (error) {
    return unreadable(error.message);
  }
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
