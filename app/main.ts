#!/usr/bin/env node
import { runCommandLine } from "./command-line.ts";

const code = await runCommandLine(process.argv.slice(2));
if (code !== 0) process.exitCode = code;
