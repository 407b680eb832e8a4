import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test, vi } from "vitest";
import { runCommandLine } from "../../app/command-line.ts";
import { learners } from "../../models/learners.ts";
import { type Ended, run, severalAtOnce, startProgram, workingFolder } from "../support/command.ts";
import { judgedCsv } from "../support/judged-file.ts";

const folder = workingFolder();
const help = "; --help shows the options and an example [WRONG_USAGE]";
const replay = ["replay", "judged.csv", "--preset", "home-depot"];
const fields =
  "query, product_id, title, grade, time, session_id, user_id, position, brand, category, price, picture, event_id, refers_to, type, quantity";

beforeAll(async () => {
  writeFileSync(join(folder, "judged.csv"), judgedCsv(30));
  writeFileSync(join(folder, "binary.csv"), Buffer.from([0, 1, 2, 3, 0, 255, 254, 0]));
  writeFileSync(join(folder, "empty.csv"), "");
  writeFileSync(join(folder, "columns.csv"), "a,b\n1,2\n");
  mkdirSync(join(folder, "foreign"));
  writeFileSync(join(folder, "foreign", "letter.txt"), "not ours");
  await run([...replay, "--quiet", "--workers", "0"], folder);
  await run(["train", "mean", "--from", "judged.csv", "--preset", "home-depot"], folder);
});

/** A command line, its exit code, and the whole of what it says on standard error; HERE stands for the working folder. */
type Case = readonly [words: readonly string[], code: 1 | 2, says: string];

const usage: readonly Case[] = [
  [["frobnicate"], 2, `unknown command 'frobnicate'${help}`],
  [["stat"], 2, `unknown command 'stat' (Did you mean start?)${help}`],
  [["models", "frob"], 2, `unknown command 'frob'${help}`],
  [["replay"], 2, `missing required argument 'file'${help}`],
  [[...replay, "--frob"], 2, `unknown option '--frob'${help}`],
  [
    ["run", "--stages", "tokenize,foo"],
    2,
    `option '--stages <names>' argument 'tokenize,foo' is invalid: there is no stage "foo"; there are tokenize, embed, score, evaluate, recognise, record${help}`,
  ],
  [
    ["run", "--stages", ","],
    2,
    `option '--stages <names>' argument ',' is invalid: name at least one of tokenize, embed, score, evaluate, recognise, record${help}`,
  ],
  [
    ["replay", "judged.csv", "--preset", "foo"],
    2,
    `option '--preset <name>' argument 'foo' is invalid. Allowed choices are home-depot, crowdflower, chorus, ubi, esci, events, completejourney${help}`,
  ],
  [
    ["replay", "judged.csv"],
    2,
    "say what the file is: --preset NAME (home-depot, crowdflower, chorus, ubi, esci, events, completejourney) or --map query=COLUMN,title=COLUMN,... [WRONG_USAGE]",
  ],
  [
    ["train", "forest"],
    2,
    `command-argument value 'forest' is invalid for argument 'model'. Allowed choices are ${Object.keys(learners).join(", ")}${help}`,
  ],
  [["train", "ridge", "--set", "penalty=1"], 2, 'ridge has no setting "penalty"; it has penalties [WRONG_USAGE]'],
  [["train", "mean", "--set", "epochs"], 2, '--set takes KEY=VALUE, not "epochs" [WRONG_USAGE]'],
  [
    ["train", "ridge", "--distance", "cosine"],
    2,
    "ridge compares no two vectors by a distance; leave --distance out [WRONG_USAGE]",
  ],
  [["train", "ridge", "--engine", "onnx"], 2, "ridge is trained by one engine only; leave --engine out [WRONG_USAGE]"],
  [
    ["train", "siamese-word-lstm", "--engine", "torch"],
    2,
    `option '--engine <name>' argument 'torch' is invalid. Allowed choices are onnx, tfjs-node${help}`,
  ],
  [
    ["train", "siamese-word-lstm", "--from", "judged.csv", "--preset", "home-depot", "--embedder", "mean-1"],
    2,
    "siamese-word-lstm learns from the texts, not from similarities; leave --embedder out [WRONG_USAGE]",
  ],
  [
    ["train", "ridge", "--from", "judged.csv", "--preset", "home-depot", "--since", "30d"],
    2,
    "--since and --until choose rows of the tables; leave them out for a file [WRONG_USAGE]",
  ],
  [
    ["train", "ridge", "--until", "yesterday"],
    2,
    '"yesterday" is no time; give a date such as 2024-05-01, a time such as 2024-05-01T12:00Z, or days before the newest judged search, such as 30d [WRONG_USAGE]',
  ],
  [
    ["train", "ridge", "--embedder", "mean-1"],
    2,
    "the tables hold the similarities that were taken as events were scored; leave --embedder out, or train --from FILE [WRONG_USAGE]",
  ],
  [["train", "mean", "--encoder", "x"], 2, "mean builds on no sentence encoder; leave --encoder out [WRONG_USAGE]"],
  [
    ["train", "ridge", "--distance", "manhattan"],
    2,
    `option '--distance <name>' argument 'manhattan' is invalid. Allowed choices are absolute, euclidean, cosine, all${help}`,
  ],
  [
    ["train", "ridge", "--threads", "0"],
    2,
    `option '--threads <n>' argument '0' is invalid: give a whole number of at least 1${help}`,
  ],
  [
    ["sql", "select 1", "--format", "xml"],
    2,
    `option '--format <format>' argument 'xml' is invalid. Allowed choices are table, csv, json, arrow, parquet${help}`,
  ],
  [["sql"], 2, 'give a statement, such as: twinstream sql "select count(*) from scores" [WRONG_USAGE]'],
  [
    ["sql", "select 1", "--limit", "0"],
    2,
    `option '--limit <n>' argument '0' is invalid: give a whole number of at least 1${help}`,
  ],
  [["sql", "select 1", "--format", "parquet"], 2, "parquet goes to a file: add --output FILE [WRONG_USAGE]"],
  [
    [...replay, "--speed", "0x"],
    2,
    `option '--speed <speed>' argument '0x' is invalid: give max, or a multiple such as 1x or 10x${help}`,
  ],
  [
    ["run", "--workers", "-1"],
    2,
    `option '--workers <n>' argument '-1' is invalid: give a whole number of at least 0${help}`,
  ],
  [
    ["run", "--log", "kafka://shop:secret@x"],
    2,
    "kafka://HOST:PORT[,HOST:PORT...][?prefix=...&delivery=...] holds no user and password: lists of processes show it; set TWINSTREAM_KAFKA_SASL, TWINSTREAM_KAFKA_USERNAME and TWINSTREAM_KAFKA_PASSWORD instead [WRONG_USAGE]",
  ],
  [
    ["replay", "judged.csv", "--map", "query=search_term,title=product_title,grade=relevance"],
    2,
    "a mapped grade needs its range: add --label-range LOWEST-HIGHEST, such as 0-3 [WRONG_USAGE]",
  ],
  [["replay", "judged.csv", "--map", "foo=bar"], 2, `--map knows no field "foo"; it knows ${fields} [WRONG_USAGE]`],
  [[...replay, "--label-range", "3-1"], 2, '--label-range takes LOWEST-HIGHEST, such as 0-3, not "3-1" [WRONG_USAGE]'],
  [
    ["evaluate", "--late", "--alone"],
    2,
    "--late tells the figures of every model from the scores that it once gave; leave --alone out [WRONG_USAGE]",
  ],
  [
    ["evaluate", "--late", "--model", "two-tower", "--report", "report"],
    2,
    "--late tells the figures of every model from the scores that it once gave; leave --model out [WRONG_USAGE]",
  ],
  [["evaluate"], 2, "say --model REF and --input FILE, or --late [WRONG_USAGE]"],
  [
    ["dead-letters", "replay"],
    2,
    "say which: some ids, --stage NAME, --topic NAME, --reason TEXT, or --all [WRONG_USAGE]",
  ],
  [
    ["dead-letters", "show", "scores-9-9"],
    2,
    'there is no dead letter "scores-9-9"; see: twinstream dead-letters list [WRONG_USAGE]',
  ],
  [
    ["dead-letters", "replay", "scores-9-9"],
    2,
    'there is no dead letter "scores-9-9"; see: twinstream dead-letters list [WRONG_USAGE]',
  ],
];

const files: readonly Case[] = [
  [["replay", "none.csv", "--preset", "home-depot"], 1, 'there is no file "none.csv" [FILE_NOT_FOUND]'],
  [["replay", ".", "--preset", "home-depot"], 1, '"." is a folder; name a file in it [FILE_UNREADABLE]'],
  [
    ["train", "ridge", "--from", "binary.csv", "--preset", "home-depot"],
    1,
    '"binary.csv" holds no text and is no format that is known; give CSV, JSON lines or Parquet [FILE_UNREADABLE]',
  ],
  [
    ["train", "ridge", "--from", "empty.csv", "--preset", "home-depot"],
    1,
    "there is not a single judged row to learn from [TRAINING_IMPOSSIBLE]",
  ],
  [
    ["evaluate", "--model", "mean-1", "--input", "empty.csv", "--preset", "home-depot"],
    1,
    '"empty.csv" holds no judged row; give a file with grades [FILE_UNREADABLE]',
  ],
  [
    ["score", "--model", "mean-1", "--input", "columns.csv", "--preset", "home-depot", "--output", "out.csv"],
    2,
    '"columns.csv" has no column "search_term", it has a, b; name another preset, or the columns with --map [WRONG_USAGE]',
  ],
  [
    ["score", "--model", "mean-1", "--input", "judged.csv", "--preset", "home-depot", "--output", "foreign"],
    1,
    `can't write "foreign": it is a folder; name a file in it [FOLDER_UNWRITABLE]`,
  ],
  [
    ["evaluate", "--model", "mean-7", "--input", "judged.csv", "--preset", "home-depot"],
    1,
    'no model "mean-7" in "HERE/data/models"; there are: mean-1 [MODEL_NOT_FOUND]',
  ],
  [["run", "--model", "mean-7"], 1, 'no model "mean-7" in "HERE/data/models"; there are: mean-1 [MODEL_NOT_FOUND]'],
  [
    ["models", "rollback"],
    1,
    "there is no earlier champion to go back to; see: twinstream models list [MODEL_NOT_FOUND]",
  ],
  [
    ["models", "list", "--data", "typo"],
    1,
    'there is no data folder "typo" yet; make one with twinstream start or twinstream replay FILE, or pass another --data [FILE_NOT_FOUND]',
  ],
  [
    ["models", "list", "--data", "judged.csv"],
    2,
    '"HERE/judged.csv" is a file or lies under one; pass --data with a folder [WRONG_USAGE]',
  ],
  [
    [...replay, "--data", "foreign"],
    2,
    '"HERE/foreign" is not empty and not a Twinstream data folder; pass --data with a new or an empty folder [WRONG_USAGE]',
  ],
];

const byTfjs = [
  "train",
  "siamese-word-lstm",
  "--from",
  "judged.csv",
  "--preset",
  "home-depot",
  "--engine",
  "tfjs-node",
];
const whatItTrains = [
  "--distance",
  "absolute",
  ...["hidden", "dropout", "inputDropout"].flatMap((name) => ["--set", `${name}=0`]),
];

const engine: readonly Case[] = [
  [
    byTfjs,
    2,
    "siamese-word-lstm by --engine tfjs-node is |a - b| and one dense layer, without dropout: add --distance absolute --set hidden=0 --set dropout=0 --set inputDropout=0, or leave --engine out [WRONG_USAGE]",
  ],
  [
    [...byTfjs, ...whatItTrains],
    2,
    "--engine tfjs-node needs @tensorflow/tfjs-node: npm install --no-save --ignore-scripts=false @tensorflow/tfjs-node; the built-in engine needs nothing [WRONG_USAGE]",
  ],
];
const hasTfjsNode = existsSync("node_modules/@tensorflow/tfjs-node");

const refusal = "the statement is refused: ";
const firstWords =
  "it has to begin with one of the words SELECT WITH FROM VALUES TABLE DESCRIBE DESC SHOW SUMMARIZE PIVOT UNPIVOT, or EXPLAIN and one of them [SQL_REFUSED]";
const statements: readonly Case[] = [
  [["sql", "insert into scores values (1)"], 1, `${refusal}${firstWords}`],
  [["sql", "select 1; select 2"], 1, `${refusal}it is 2 statements; send them one by one [SQL_REFUSED]`],
  [["sql", "set threads = 1"], 1, `${refusal}${firstWords}`],
  [["sql", "attach 'foreign/letter.txt'"], 1, `${refusal}${firstWords}`],
  [["sql", ""], 1, `${refusal}it is empty; write a SELECT [SQL_REFUSED]`],
];

async function outcomeOf([words, code, says]: Case): Promise<{ readonly found: Ended; readonly expected: Ended }> {
  const ended = await run(words, folder);
  const found = { ...ended, stderr: ended.stderr.replace(/^"[^\n]*: the file is empty\n/, "") };
  return { found, expected: { code, stdout: "", stderr: `twinstream: ${says.replaceAll("HERE/", `${folder}/`)}\n` } };
}

test("command line: one sentence and exit code 2 for what is not understood", async () => {
  const said = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const)
    vi.spyOn(process[name], "write").mockImplementation((text) => {
      said[name] += String(text);
      return true;
    });
  const found: Ended[] = [];
  try {
    for (const [words] of usage) {
      Object.assign(said, { stdout: "", stderr: "" });
      found.push({ code: await runCommandLine([...words, ...inData(words)]), ...said });
    }
  } finally {
    vi.restoreAllMocks();
  }
  expect(found).toEqual(usage.map(([, code, says]) => ({ code, stdout: "", stderr: `twinstream: ${says}\n` })));
});

/** Names the data folder where a command would get as far as to open one. */
function inData(words: readonly string[]): readonly string[] {
  return words[0] === "dead-letters" || words[0] === "evaluate" ? ["--data", join(folder, "data")] : [];
}

test.for([
  ["usage", usage.slice(0, 3)],
  ["files", files],
  ["sql", statements],
  ["engine", hasTfjsNode ? engine.slice(0, 1) : engine],
] as const)("command line: one sentence and the right exit code for wrong %s", async ([, cases]) => {
  const outcomes = await severalAtOnce(cases, outcomeOf);
  expect(outcomes.map(({ found }) => found)).toEqual(outcomes.map(({ expected }) => expected));
});

test("command line: SQL that reaches outside or is wrong is told with DuckDB's own words, never with a stack", async () => {
  const cases = [
    ["copy (select 1) to 'stolen.csv'", "SQL_REFUSED", "has to begin with one of the words SELECT"],
    ["select * from read_csv('judged.csv')", "SQL_REFUSED", "it reaches outside the tables"],
    ["select * from read_csv('/etc/passwd')", "SQL_REFUSED", "read_csv is none of them"],
    ["select scor from scores", "SQL_FAILED", 'Referenced column "scor" not found'],
    ["select count(* from scores", "SQL_FAILED", 'syntax error at or near "from"'],
  ] as const;
  const ended = await severalAtOnce(cases, ([sql]) => run(["sql", sql], folder));
  for (const [i, [, code, words]] of cases.entries()) {
    expect(ended[i]).toMatchObject({ code: 1, stdout: "" });
    expect(ended[i]!.stderr).toContain(words);
    expect(ended[i]!.stderr).toMatch(new RegExp(`\\[${code}\\]\\n$`));
    expect(ended[i]!.stderr).not.toMatch(/^ {4}at /m);
  }
});

test("command line: nothing that was refused has left a file or changed the data", async () => {
  expect(readdirSync(folder).sort()).toEqual([
    "binary.csv",
    "columns.csv",
    "data",
    "empty.csv",
    "foreign",
    "judged.csv",
  ]);
  expect(readdirSync(join(folder, "foreign"))).toEqual(["letter.txt"]);
  const { stdout } = await run(["sql", "select count(*) from scores", "--format", "csv"], folder);
  expect(stdout).toBe("count_star()\n120\n");
});

test("command line: a reader that leaves early ends the command without a word", async () => {
  const node = JSON.stringify(process.execPath);
  const script = `${node} "$0" sql "select * from range(300000)" --format csv | head -1; exit \${PIPESTATUS[0]}`;
  const ended = await startProgram("bash", ["-c", script, join(process.cwd(), "dist/program/main.js")], folder).ended;
  expect(ended).toEqual({ code: 0, stdout: "range\n", stderr: "" });
});
