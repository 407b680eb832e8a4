#!/usr/bin/env node
import { runCommandLine } from "./command-line.ts";
import { endWithReader } from "./terminal/output.ts";

endWithReader();
const code = await runCommandLine(process.argv.slice(2));
if (code !== 0) process.exitCode = code;
