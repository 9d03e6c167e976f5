// Builds the three pages (public, desk, sandbox) into dist/; the widget has a bundle of its own.
import { defineConfig } from "vite";

export default defineConfig({
  root: import.meta.dirname,
  publicDir: false,
  build: {
    outDir: "dist",
    emptyOutDir: true,
    target: "es2022",
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    rolldownOptions: {
      input: ["index.html", "desk/index.html", "sandbox/index.html"],
      // The favicon keeps its name: browsers and bookmarks ask for it by that.
      output: {
        assetFileNames: ({ names }) =>
          names.includes("favicon.svg") ? "favicon.svg" : "assets/[name]-[hash][extname]",
      },
    },
  },
});
