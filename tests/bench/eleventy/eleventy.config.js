// Data and one template in script: the quickest that Eleventy has.
export default function (config) {
  config.setQuietMode(true);
  config.setUseGitIgnore(false);
  return { dir: { input: "src", output: "site" } };
}
