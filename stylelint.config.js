// What the site's style sheets may use: what the browsers named in package.json (browserslist) have, and nothing newer.
export default {
  plugins: ["stylelint-no-unsupported-browser-features"],
  rules: {
    "plugin/no-unsupported-browser-features": [true, {
      severity: "error",
      // What degrades gracefully, or is used only in the part that all have:
      ignore: [
        "css-appearance", // with its prefix
        "css-content-visibility", // opens folded parts on paper; a script does so before printing as well
        "css-focus-visible", // only takes the ring from a mouse's focus; who does not know it shows the ring always
        "css-logical-props", // block-size of ::details-content, as above; the shorthands are refused below
        "css-math-functions", // takes minmax() for min(); these functions are refused below
        "css-overflow", // hidden, auto and visible; clip is refused below
        "css-page-break", // under both names
        "css-paged-media", // @page: iOS prints with its own margins
        "multicolumn", // break-inside, under both names
        "text-decoration", // thickness and offset: a plain underline elsewhere
      ],
    }],
    // What the plugin does not know, or forgives with the above:
    "declaration-property-value-disallowed-list": { "/^overflow/": ["clip"] },
    "function-disallowed-list": ["min", "max", "clamp", "color-mix"],
    "property-disallowed-list": ["aspect-ratio", "inset", "translate", "rotate", "scale", "/^(margin|padding|border|inset)-(inline|block)$/"],
    "block-no-empty": true,
    "color-no-invalid-hex": true,
    "declaration-block-no-duplicate-properties": [true, { ignore: ["consecutive-duplicates-with-different-values"] }],
    "declaration-property-value-no-unknown": [true, { ignoreProperties: { "/^-webkit-/": "/.*/" } }],
    "font-family-no-duplicate-names": true,
    "media-feature-name-no-unknown": true,
    "property-no-unknown": true,
    "selector-pseudo-class-no-unknown": true,
    "selector-pseudo-element-no-unknown": [true, { ignorePseudoElements: ["details-content"] }],
    "unit-no-unknown": true,
  },
};
