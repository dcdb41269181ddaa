// What the editor reads and writes: a line of JSON {text, order} or {data, order} comes in, a line {data, text} goes out.
// With `form` the data goes through what Decap is given and gives back.
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { canonical } from "../scripts/mingbai/editor/assets/canonical.js";
import { closed, opened } from "../scripts/mingbai/editor/assets/form.js";
import { FAILSAFE_SCHEMA, load } from "../scripts/mingbai/editor/vendor/js-yaml.js";

const told = JSON.parse(readFileSync(process.argv[2], "utf-8"));
for await (const line of createInterface({ input: process.stdin })) {
  const { text, order, form, data = load(text, { schema: FAILSAFE_SCHEMA }) } = JSON.parse(line);
  const kept = form ? closed(opened(data, told.mappings), told.mappings) : data;
  process.stdout.write(`${JSON.stringify({ data, text: canonical(kept, order, told.writing) })}\n`);
}
