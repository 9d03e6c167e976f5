// Fails when the web chat's bundle is missing or larger than a page should be asked to carry.
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const LIMIT = 40_000;
const file = new URL("../dist/widget/doorstep-chat.js", import.meta.url);
const size = gzipSync(readFileSync(file), { level: 9 }).length;
console.log(`widget/doorstep-chat.js: ${size} bytes gzipped, limit ${LIMIT}`);
if (size >= LIMIT) process.exit(1);
