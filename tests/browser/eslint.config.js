// Run from the top of the repository, so that both folders lie below the base path.
import js from "@eslint/js";
import globals from "globals";

/** Markup reaches the page through one function, see `static/js/markup.js`. */
const MARKUP = ["innerHTML", "outerHTML", "insertAdjacentHTML", "setHTMLUnsafe", "createContextualFragment", "write"];

export default [
  { ignores: ["**/node_modules/**", "target/**"] },
  js.configs.recommended,
  {
    rules: {
      eqeqeq: "error",
      "no-var": "error",
      "prefer-const": "error",
      "no-eval": "error",
      "no-implied-eval": "error",
      "no-console": "error",
      "no-shadow": "error",
      "max-lines": ["error", { max: 350 }],
      complexity: ["error", 16],
    },
  },
  {
    files: ["static/js/**"],
    languageOptions: { globals: globals.browser },
    rules: {
      "no-restricted-properties": ["error", ...MARKUP.map((property) => ({ property, message: "use markup.js" }))],
    },
  },
  { files: ["tests/browser/**", "benches/page/**"], languageOptions: { globals: { ...globals.node, ...globals.browser } } },
];
