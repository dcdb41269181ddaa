// Lighthouse on a phone: the median of five runs a page, and a failure where one is below the bar (`make audit`).
import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { extname, join, normalize } from "node:path";
import { gzipSync } from "node:zlib";
import { existsSync } from "node:fs";
import { launch } from "chrome-launcher";
import lighthouse from "lighthouse";

const RUNS = 5;
const BAR = { performance: 98, accessibility: 100, "best-practices": 100, seo: 100 };
const [site, bench] = process.argv.slice(2);
const PAGES = [
  ["home", site, ""],
  ["answer", site, "certificates/qinshu-guanxi/"],
  ["list of 250", bench, "sheng/xian00/zhen00/duties/"],
];
const TYPES = {
  ".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8",
  ".json": "application/json", ".png": "image/png", ".svg": "image/svg+xml", ".txt": "text/plain; charset=utf-8", ".xml": "application/xml",
};

// A folder on a port of its own, compressed and kept as a web server would; every server is gone when the script ends.
const serve = (folder) => new Promise((ready) => {
  const server = createServer(async (request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url, "http://localhost").pathname));
    let file = join(folder, path.endsWith("/") ? `${path}index.html` : path);
    if (!existsSync(file)) file = join(folder, "404.html");
    response.writeHead(file.endsWith("404.html") ? 404 : 200, {
      "Content-Type": TYPES[extname(file)] || "application/octet-stream",
      "Content-Encoding": "gzip",
      "Cache-Control": extname(file) === ".html" ? "no-cache" : "max-age=31536000",
      "X-Content-Type-Options": "nosniff",
    });
    response.end(gzipSync(await readFile(file)));
  }).listen(0, "127.0.0.1", () => ready(server));
});

const median = (numbers) => [...numbers].sort((one, other) => one - other)[Math.floor(numbers.length / 2)];

const chromium = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(existsSync);
const chrome = await launch({ chromePath: process.env.CHROME_PATH || chromium, chromeFlags: ["--headless=new", "--no-sandbox", "--disable-gpu"] });
let low = false;
console.log(`| page | ${Object.keys(BAR).join(" | ")} | FCP s | LCP s | TBT ms | CLS | KB |\n|---|${"---|".repeat(9)}`);
for (const [name, folder, page] of PAGES) {
  const server = await serve(folder);
  const results = [];
  for (let run = 0; run < RUNS; run += 1) {
    const done = await lighthouse(`http://127.0.0.1:${server.address().port}/${page}`, { port: chrome.port, logLevel: "error", onlyCategories: Object.keys(BAR) });
    results.push(done.lhr);
  }
  server.close();
  const of = (value) => median(results.map(value));
  const scores = Object.fromEntries(Object.keys(BAR).map((key) => [key, Math.round(of((lhr) => lhr.categories[key].score) * 100)]));
  const audit = (id) => of((lhr) => lhr.audits[id].numericValue);
  console.log(`| ${name} | ${Object.values(scores).join(" | ")} | ${(audit("first-contentful-paint") / 1000).toFixed(1)} | ${(audit("largest-contentful-paint") / 1000).toFixed(1)} | ${Math.round(audit("total-blocking-time"))} | ${audit("cumulative-layout-shift").toFixed(3)} | ${Math.round(audit("total-byte-weight") / 1024)} |`);
  for (const [key, bar] of Object.entries(BAR)) {
    if (scores[key] >= bar) continue;
    low = true;
    const wanting = results[0].categories[key].auditRefs.filter((ref) => ref.weight && results[0].audits[ref.id].score < 1 && results[0].audits[ref.id].score !== null);
    console.log(`${name}: ${key} ${scores[key]} < ${bar}: ${wanting.map((ref) => ref.id).join(", ")}`);
  }
}
chrome.kill();
process.exitCode = low ? 1 : 0;
