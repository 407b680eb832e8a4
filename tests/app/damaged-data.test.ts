import { chmodSync, cpSync, mkdirSync, readdirSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { open } from "lmdb";
import { beforeAll, expect, test } from "vitest";
import { type Ended, run, severalAtOnce, startProgram, workingFolder } from "../support/command.ts";
import { judgedCsv } from "../support/judged-file.ts";

const folder = workingFolder();
const replay = ["replay", "judged.csv", "--preset", "home-depot", "--workers", "0"];

beforeAll(async () => {
  writeFileSync(join(folder, "judged.csv"), judgedCsv(150));
  await run(["train", "ridge", "--from", "judged.csv", "--preset", "home-depot"], folder);
  await run([...replay, "--quiet"], folder);
});

interface Damage {
  readonly name: string;
  harm(data: string): void | Promise<void>;
  readonly words: readonly string[];
  /** DATA stands for the folder. */
  readonly says: string;
}

const damages: readonly Damage[] = [
  {
    name: "newer",
    harm: (data) => writeFileSync(join(data, "twinstream.json"), '{"version":99}'),
    words: ["sql", "select 1"],
    says: '"DATA" was made by a newer Twinstream (format 99); this one reads format 1: update, or pass another --data [DATA_TOO_NEW]',
  },
  {
    name: "mark",
    harm: (data) => writeFileSync(join(data, "twinstream.json"), "no JSON"),
    words: ["models", "list"],
    says: '"DATA/twinstream.json" can\'t be read back; write {"version":1} into it if the folder is yours, or pass another --data [DATA_DAMAGED]',
  },
  {
    name: "newer-log",
    async harm(data) {
      const file = open({ path: join(data, "log/events.mdb"), noSubdir: true, encoding: "binary", maxDbs: 10 });
      file.openDB<number, string[]>("meta", { encoding: "json" }).putSync(["format"], 99);
      await file.close();
    },
    words: ["run", "--drain"],
    says: 'the event log in "DATA/log" has format 99, this version reads up to 1; use the newer version of Twinstream, nothing was changed [DATA_TOO_NEW]',
  },
  {
    name: "no-log",
    harm: (data) => writeFileSync(join(data, "log/events.mdb"), "x".repeat(9000)),
    words: ["dead-letters", "list"],
    says: 'the event log in "DATA/log" is damaged: "DATA/log/events.mdb" does not begin like a log; restore it from a copy, or move the folder away and replay [DATA_DAMAGED]',
  },
  {
    name: "cut-log",
    harm: (data) => truncateSync(join(data, "log/events.mdb"), 100_000),
    words: ["run", "--drain"],
    says: 'the event log in "DATA/log" is damaged: "DATA/log/events.mdb" has 100000 of SIZE bytes; restore it from a copy, or move the folder away and replay [DATA_DAMAGED]',
  },
  {
    name: "model",
    harm: (data) => writeFileSync(join(data, "models/ridge-1/model.json"), "{}"),
    words: ["evaluate", "--model", "ridge-1", "--input", "judged.csv", "--preset", "home-depot"],
    says: '"DATA/models/ridge-1/model.json" was altered: its SHA-256 is not the manifest\'s; restore it from a copy, or remove the folder of "ridge-1" and train again [DATA_DAMAGED]',
  },
  {
    name: "model-of-a-worker",
    harm: (data) => writeFileSync(join(data, "models/ridge-1/model.json"), "{}"),
    words: ["replay", "judged.csv", "--preset", "home-depot", "--as-new", "--quiet", "--workers", "1"],
    says: '"DATA/models/ridge-1/model.json" was altered: its SHA-256 is not the manifest\'s; restore it from a copy, or remove the folder of "ridge-1" and train again [DATA_DAMAGED]',
  },
  {
    name: "key",
    harm: (data) => writeFileSync(join(data, "user-key"), "short"),
    words: ["run", "--drain"],
    says: '"DATA/user-key" holds 5 bytes, not 32; restore it from a copy, or remove it: user ids then get new hashes [DATA_DAMAGED]',
  },
];

async function harmed({ name, harm, words }: Damage): Promise<Ended> {
  const data = join(folder, name);
  cpSync(join(folder, "data"), data, { recursive: true });
  await harm(data);
  return run([...words, "--data", name], folder);
}

test("damaged data: each kind is told in one sentence, with the place and what to do", async () => {
  const found = await severalAtOnce(damages, harmed);
  const plain = found.map((ended) => ({ ...ended, stderr: ended.stderr.replace(/of \d+ bytes/, "of SIZE bytes") }));
  const expected = damages.map(({ name, says }) => ({
    code: 1,
    stdout: "",
    stderr: `twinstream: ${says.replaceAll("DATA/", `${folder}/${name}/`).replaceAll('"DATA"', `"${folder}/${name}"`)}\n`,
  }));
  expect(plain).toEqual(expected);
});

test("damaged data: a newer folder stays as it is, byte for byte", () => {
  expect(readFileSync(join(folder, "newer/twinstream.json"), "utf8")).toBe('{"version":99}');
  const [log, before] = ["newer", "data"].map((data) => readFileSync(join(folder, data, "log/events.mdb")));
  expect(log!.equals(before!)).toBe(true);
});

test("damaged data: a cut Parquet file is named, and the tables come back from the log", async () => {
  const data = join(folder, "cut-table");
  cpSync(join(folder, "data"), data, { recursive: true });
  const scores = join(data, "tables/scores");
  const file = readdirSync(scores, { recursive: true, encoding: "utf8" }).find((name) => name.endsWith(".parquet"))!;
  truncateSync(join(scores, file), 500);
  const count = ["sql", "select count(*) n from scores", "--format", "csv", "--data", "cut-table"];
  const remedy =
    "restore it from a copy, or move the tables folder away and let `twinstream run --drain` make it again";
  expect(await run(count, folder)).toEqual({
    code: 1,
    stdout: "",
    stderr: `twinstream: "${join(scores, file)}" is no whole Parquet file; ${remedy} [DATA_DAMAGED]\n`,
  });
  const doctor = await run(["doctor", "--json", "--data", "cut-table"], folder);
  const checks = JSON.parse(doctor.stdout) as { what: string; isFine: boolean }[];
  expect(doctor.code).toBe(1);
  expect(checks.filter((check) => !check.isFine).map((check) => check.what)).toEqual(["the tables can be read"]);

  cpSync(join(data, "tables"), join(folder, "moved-away"), { recursive: true });
  await startProgram("rm", ["-r", join(data, "tables")], folder).ended;
  await run(["run", "--drain", "--quiet", "--data", "cut-table"], folder);
  expect(await run(count, folder)).toEqual({ code: 0, stdout: "n\n600\n", stderr: "" });
});

test("full disk: one sentence and exit code 1; with room again the same command goes on, and nothing is doubled", async () => {
  // A limit on the size of files makes writing fail as a full disk does, at 800 × 512 bytes.
  const script = `ulimit -f 800; exec "$0" "$@"`;
  const words = [
    process.execPath,
    resolve("dist/program/main.js"),
    ...replay,
    "--no-fused",
    "--quiet",
    "--data",
    "full",
  ];
  const failed = await startProgram("sh", ["-c", script, ...words], folder).ended;
  expect(failed.code).toBe(1);
  expect(failed.stderr).toMatch(/^twinstream: [^\n]* can't [^\n]*free space[^\n]* \[FOLDER_UNWRITABLE\]\n$/);
  const again = await run([...replay, "--json", "--data", "full"], folder);
  const { appended, known } = JSON.parse(again.stdout) as { appended: number; known: number };
  expect({ code: again.code, events: appended + known }).toEqual({ code: 0, events: 150 });
  const count = "select count(*) n, count(distinct event_id || product_id) d from scores";
  expect((await run(["sql", count, "--format", "csv", "--data", "full"], folder)).stdout).toBe("n,d\n600,600\n");
});

test.skipIf(process.getuid?.() === 0)(
  "data folder: one that this user may not write is told with its remedy",
  async () => {
    mkdirSync(join(folder, "locked"));
    chmodSync(join(folder, "locked"), 0o555);
    const ended = await run([...replay, "--data", "locked"], folder);
    expect(ended).toMatchObject({ code: 1, stdout: "" });
    expect(ended.stderr).toMatch(/locked[^\n]*this user may not; change its rights[^\n]*\[FOLDER_UNWRITABLE\]\n$/);
  },
);
