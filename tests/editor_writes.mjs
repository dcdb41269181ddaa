// What the editor reads and writes: a line of JSON {text, order} or {data, order} comes in, a line {data, text} goes out.
import { createInterface } from "node:readline";
import { readFileSync } from "node:fs";
import { canonical, filled } from "../scripts/mingbai/editor/assets/canonical.js";
import { FAILSAFE_SCHEMA, load } from "../scripts/mingbai/editor/vendor/js-yaml.js";

const told = JSON.parse(readFileSync(process.argv[2], "utf-8"));
for await (const line of createInterface({ input: process.stdin })) {
  const { text, order, data = load(text, { schema: FAILSAFE_SCHEMA }), pruned = false } = JSON.parse(line);
  process.stdout.write(`${JSON.stringify({ data, text: canonical(pruned ? filled(data) : data, order, told) })}\n`);
}
