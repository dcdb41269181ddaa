// What the site's scripts may use: what the browsers named in package.json (browserslist) have, and nothing newer.
import js from "@eslint/js";
import compat from "eslint-plugin-compat";
import esx from "eslint-plugin-es-x";
import globals from "globals";

// Methods of objects, which the plugins cannot see: not in Chromium 80 or not in Safari 13 (MDN's compatibility data).
const YOUNGER = ["replaceChildren", "checkVisibility", "requestSubmit", "submitter", "showModal", "showPopover", "inert", "randomUUID", "getAnimations", "throwIfAborted", "setHTML", "computedStyleMap"];

// Methods that arrays have had for long and iterators have not: who has an iterator here spreads it first.
const iterators = Object.fromEntries(
  Object.keys(esx.rules).filter((name) => name.startsWith("no-iterator-prototype-")).map((name) => [`es-x/${name}`, "off"]),
);

export default [
  compat.configs["flat/recommended"],
  {
    plugins: { "es-x": esx },
    languageOptions: {
      ecmaVersion: "latest",
      sourceType: "module",
      globals: { ...globals.browser, ...globals.worker, MiniSearch: "readonly" },
    },
    settings: {
      "es-x": { aggressive: true },
      // Used where they are there, with another way where they are not: a written reason stands beside each use.
      polyfills: ["navigator.clipboard", "SpeechSynthesisUtterance"],
    },
    rules: {
      ...js.configs.recommended.rules,
      ...esx.configs["flat/restrict-to-es2019"].rules,
      ...iterators,
      "es-x/no-dynamic-import": "off", // Chromium 63, Safari 11.1
      "es-x/no-import-meta": "off", // Chromium 64, Safari 11.1
      "no-restricted-properties": ["error", ...YOUNGER.map((property) => ({ property, message: "not in Chromium 80 or iOS 13" }))],
      "no-unused-vars": ["error", { caughtErrors: "none" }],
    },
  },
];
