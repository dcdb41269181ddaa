// The canonical form of a list, as scripts/mingbai/write.py has it: what the editor saves needs no formatting.
// `told` is what Python knows better (editor/writing.py): which texts other readers type, which signs are wide.

const BLOCK_ONLY = /[,[\]{}\n?\uff0c]/; // what a list on one line could be misread by
const INDICATORS = "-?:,[]{}#&*!|>'\"%@`";
const NUMBER = /^(0|-?[1-9]\p{Nd}{0,14})$/u;
const CORE_ONLY = /^(0o[0-7]+|[-+]?(\p{Nd}+\.?\p{Nd}*|\.\p{Nd}+)([eE][-+]?\p{Nd}+)?|[-+]?0\p{Nd}+)$/u;
const LABEL = /^[A-Za-z_][\p{L}\p{N}_]*[ \u3000]*\uff1a/u;
const UNPRINTABLE = /(?! )[\p{C}\p{Z}]/u;

const isText = (value) => typeof value === "string";
const isMapping = (value) => Boolean(value) && typeof value === "object" && !Array.isArray(value);

/** Data of texts, lists and mappings as canonical YAML; `order` names the keys in order, each with the order inside. */
export function canonical(data, order, told) {
  const rules = { limit: told.width, typed: told.typed.map((pattern) => new RegExp(pattern)), wide: told.wide };
  return mapping(data, order, "", rules).map((line) => `${line}\n`).join("");
}

function mapping(data, order, indent, rules) {
  const keys = [...Object.keys(order).filter((key) => key in data), ...Object.keys(data).filter((key) => !(key in order))];
  return keys.flatMap((key) => entry(`${indent}${scalar(key, rules)}:`, data[key], order[key] || {}, indent, rules));
}

function entry(head, value, order, indent, rules) {
  if (isText(value)) return text(head, value, indent, rules);
  if (!Object.keys(value).length) return [`${head} ${isMapping(value) ? "{}" : "[]"}`];
  if (isMapping(value)) return [head, ...mapping(value, order, `${indent}  `, rules)];
  const line = flow(value, rules);
  return line && width(`${head} ${line}`, rules) <= rules.limit ? [`${head} ${line}`] : [head, ...sequence(value, order, `${indent}  `, rules)];
}

function sequence(values, order, indent, rules) {
  return values.flatMap((value) => {
    if (isMapping(value) && Object.keys(value).length) {
      const [first, ...rest] = mapping(value, order, `${indent}  `, rules);
      return [`${indent}- ${first.slice(indent.length + 2)}`, ...rest];
    }
    if (Array.isArray(value) && value.length) return [`${indent}-`, ...sequence(value, {}, `${indent}  `, rules)];
    return entry(`${indent}-`, value, {}, indent, rules);
  });
}

function flow(values, rules) {
  if (!values.every((value) => isText(value) && value && !BLOCK_ONLY.test(value))) return "";
  const parts = values.map((value) => scalar(value, rules));
  return parts.every((part, index) => part[0] !== '"' || typed(values[index], rules)) ? `[${parts.join(", ")}]` : "";
}

function text(head, value, indent, rules) {
  if (!value.includes("\n") || !blockable(value)) return [`${head} ${scalar(value, rules)}`];
  const body = value.replace(/\n+$/, "");
  const ends = value.length - body.length;
  const lines = body.split("\n").map((line) => (line ? `${indent}  ${line}` : ""));
  return [`${head} |${ends === 0 ? "-" : ends === 1 ? "" : "+"}`, ...lines, ...Array(Math.max(ends - 1, 0)).fill("")];
}

function blockable(value) {
  const body = value.replace(/\n+$/, "");
  return body !== "" && !" \n".includes(body[0]) && plainCharacters(value.replace(/\n/g, ""));
}

function scalar(value, rules) {
  return isPlain(value, rules) ? value : `"${Array.from(value, escaped).join("")}"`;
}

function escaped(char) {
  if (char === '"' || char === "\\") return `\\${char}`;
  if (char === "\n") return "\\n";
  if (plainCharacters(char)) return char;
  const code = char.codePointAt(0);
  const [letter, digits] = code < 0x100 ? ["x", 2] : code < 0x10000 ? ["u", 4] : ["U", 8];
  return `\\${letter}${code.toString(16).padStart(digits, "0")}`;
}

function plainCharacters(value) {
  return !UNPRINTABLE.test(value.replace(/\u3000/g, ""));
}

function isPlain(value, rules) {
  if (!value || value.startsWith(" ") || value.endsWith(" ") || UNPRINTABLE.test(value)) return false;
  if (INDICATORS.includes(value[0]) || value.startsWith("---") || value.startsWith("...")) return false;
  if (value.includes(": ") || value.includes(" #") || value.endsWith(":") || LABEL.test(value)) return false;
  return !typed(value, rules);
}

function typed(value, rules) {
  if (NUMBER.test(value) || isDay(value)) return false; // these read alike everywhere
  return CORE_ONLY.test(value) || rules.typed.some((pattern) => pattern.test(value));
}

function isDay(value) {
  if (!/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(value) || value.startsWith("0000")) return false;
  const day = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(value);
}

function width(line, rules) {
  return Array.from(line, (char) => (isWide(char.codePointAt(0), rules.wide) ? 2 : 1)).reduce((sum, one) => sum + one, 0);
}

function isWide(code, ranges) {
  return code >= 0x1100 && ranges.some(([first, last]) => first <= code && code <= last);
}
