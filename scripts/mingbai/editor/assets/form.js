// Between a list as it is kept and as Decap's form has it.

const isMapping = (value) => Boolean(value) && typeof value === "object" && !Array.isArray(value);

const UNREADABLE = "unreadable";

/** What stands in the form of a list that cannot be read; it can never be saved. */
export function unreadable(reason) {
  return { title: `这份清单读不懂,不能在这里改,请在代码平台上看文件。${reason}`, [UNREADABLE]: "是" };
}

/** A list for the form: the `mappings` of free names as rows, since Decap forgets the order of names. */
export function opened(data, mappings) {
  const rows = (value) => Object.entries(value).map(([name, text]) => ({ name, value: text }));
  return changed(data, mappings, (value) => (isMapping(value) ? rows(value) : value));
}

/** A list out of the form: without what was left empty, and its mappings as they were. */
export function closed(data, mappings) {
  if (UNREADABLE in data) throw new Error("这份清单读不懂,没有保存");
  const names = (value) => Object.fromEntries(value.map((row) => [row.name || "", row.value || ""]));
  return changed(filled(data), mappings, (value) => (Array.isArray(value) ? names(value) : value));
}

function changed(data, keys, change) {
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, keys.includes(key) ? change(value) : value]));
}

/** What a form leaves behind where nothing was written is left out; the list of items may be empty. */
function filled(data) {
  const some = (value) => (Array.isArray(value) ? value.map(some).filter(said) : isMapping(value) ? filled(value) : value);
  const pairs = Object.entries(data).map(([key, value]) => [key, some(value)]);
  return Object.fromEntries(pairs.filter(([key, value]) => said(value) || (key === "items" && value)));
}

function said(value) {
  if (value === null || value === undefined || value === "") return false;
  return typeof value !== "object" || Object.keys(value).length > 0;
}
