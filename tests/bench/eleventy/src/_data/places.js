// Every township with its list, its county and its province, out of YAML or JSON.
import fs from "node:fs";
import path from "node:path";
import { load } from "js-yaml";

const READERS = { ".yml": load, ".json": JSON.parse };

function below(folder) {
  const own = { places: [] };
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) {
      own.places.push([entry.name, below(file)]);
    } else {
      const { name, ext } = path.parse(entry.name);
      own[name] = READERS[ext](fs.readFileSync(file, "utf8"));
    }
  }
  own.places.sort(([one], [other]) => (one < other ? -1 : 1));
  return own;
}

export default function () {
  const nation = below("lists");
  const papers = JSON.parse(fs.readFileSync("papers/papers.json", "utf8"));
  const found = [];
  for (const [provinceKey, province] of nation.places) {
    for (const [countyKey, county] of province.places) {
      for (const [key, township] of county.places) {
        if (township.duties) {
          const here = `${provinceKey}/${countyKey}/${key}`;
          found.push({ nation, province, county, township, provinceKey, countyKey, key, here, paper: papers[here] });
        }
      }
    }
  }
  return found;
}
