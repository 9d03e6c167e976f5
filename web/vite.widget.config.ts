// Builds the web chat as one classic script, so that any page can embed it with one script tag.
import { defineConfig } from "vite";

export default defineConfig({
  root: import.meta.dirname,
  publicDir: false,
  build: {
    outDir: "dist/widget",
    emptyOutDir: true,
    target: "es2022",
    lib: {
      entry: "widget/index.ts",
      formats: ["iife"],
      name: "DoorstepChat",
      fileName: () => "doorstep-chat.js",
    },
  },
});
