// MDN's HTTP Observatory on a server of this machine: node observatory.mjs HOST PORT TLS-PORT → grade, score and tests as JSON.
// The name leads to loopback; the list of preloaded hosts, which it would fetch, is empty.
import { createRequire, syncBuiltinESMExports } from "node:module";

const [host, plain, secure] = process.argv.slice(2);
const fs = createRequire(import.meta.url)("node:fs");
const read = fs.readFileSync;
fs.readFileSync = (file, ...how) => (String(file).endsWith("hsts-preload.json") ? "{}" : read(file, ...how));

for (const [name, port] of [["net", plain], ["tls", secure]]) {
  const module = createRequire(import.meta.url)(`node:${name}`);
  const connect = module.connect;
  const here = (options, ...more) => {
    if (!options || options.host !== host) return connect(options, ...more);
    return connect({ ...options, servername: host, host: "127.0.0.1", port: Number(port) }, ...more);
  };
  module.connect = here;
  module.createConnection = here;
}
syncBuiltinESMExports();

const { scan } = await import("@mdn/mdn-http-observatory");
const { scan: found, tests } = await scan(host);
const told = Object.fromEntries(Object.entries(tests).map(([name, test]) => [name, { result: test.result, score: test.scoreModifier }]));
console.log(JSON.stringify({ grade: found.grade, score: found.score, tests: told }));
