/**
 * Writes `schemas/generated/events.ts` from the `.avsc` files. `--release` first keeps each changed schema as its next
 * version under `schemas/topics/history`, the versions that readers promise to understand for ever.
 */
import { writeFileSync } from "node:fs";
import { generatedPath, generateEvents, releaseVersions } from "./events-file.ts";

if (process.argv.includes("--release")) for (const path of releaseVersions()) console.error(`new version: ${path}`);
writeFileSync(generatedPath, generateEvents());
console.error(`written: ${generatedPath}`);
