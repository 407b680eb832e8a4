import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { CsvRows } from "../../../connectors/files/csv-rows.ts";
import { decodeText, decodeWindows1252 } from "../../../connectors/files/decode-text.ts";
import { JsonArray } from "../../../connectors/files/json-array.ts";
import type { Row } from "../../../connectors/files/read-rows.ts";
import type { RowReader } from "../../../connectors/files/row.ts";
import { rowsOf } from "../../support/rows-of.ts";

const folder = mkdtempSync(path.join(tmpdir(), "read-rows-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let files = 0;

function fileOf(content: string | Uint8Array, name = `${++files}.csv`): string {
  const file = path.join(folder, name);
  writeFileSync(file, content);
  return file;
}

async function read(content: string | Uint8Array): Promise<{ rows: Row[]; notices: string[] }> {
  const notices: string[] = [];
  return { rows: await rowsOf(fileOf(content), { notice: (message) => notices.push(message) }), notices };
}

const twoRows = [
  { line: 2, values: { a: "1", b: "x" } },
  { line: 3, values: { a: "2", b: "y" } },
];

test.each<[string, string | Uint8Array]>([
  ["commas", "a,b\n1,x\n2,y\n"],
  ["no newline at the end", "a,b\n1,x\n2,y"],
  ["CRLF", "a,b\r\n1,x\r\n2,y\r\n"],
  ["old Macintosh line ends", "a,b\r1,x\r2,y\r"],
  ["a byte order mark", "\ufeffa,b\n1,x\n2,y\n"],
  ["UTF-16 with its mark", Buffer.from("\ufeffa,b\n1,x\n2,y\n", "utf16le")],
  ["tabs", "a\tb\n1\tx\n2\ty\n"],
  ["semicolons", "a;b\n1;x\n2;y\n"],
  ["bars", "a|b\n1|x\n2|y\n"],
  ["quotes everywhere", '"a","b"\n"1","x"\n"2","y"\n'],
  ["gzip under another name", gzipSync("a,b\n1,x\n2,y\n")],
  ["gzip in two members", Buffer.concat([gzipSync("a,b\n1,x\n"), gzipSync("2,y\n")])],
  ["every line quoted once more", '"a,b"\n"1,x"\n"2,""y"""\n'],
])("readRows: reads %s", async (_name, content) => {
  expect((await read(content)).rows).toEqual(twoRows);
});

test("readRows: quoted fields keep delimiters, quotes and newlines, and lines are counted by where rows begin", async () => {
  const { rows } = await read('a,b\r\n1,"x, ""y""\r\nz"\r\n\r\n2,5" pipe\r\n3,"end"\r\n');
  expect(rows).toEqual([
    { line: 2, values: { a: "1", b: 'x, "y"\r\nz' } },
    { line: 5, values: { a: "2", b: '5" pipe' } },
    { line: 6, values: { a: "3", b: "end" } },
  ]);
});

test("readRows: an unclosed quote costs its own line only", async () => {
  const { rows } = await read('a,b\n1,"x\n2,y\n3,z\n');
  expect(rows).toEqual([
    { line: 2, error: "a quote is opened and never closed" },
    { line: 3, values: { a: "2", b: "y" } },
    { line: 4, values: { a: "3", b: "z" } },
  ]);
  const closedLater = await read('a,b\n1,"x\n2,y\n3,"z"\n');
  expect(closedLater.rows.map((row) => ("error" in row ? [row.line] : row.values.a))).toEqual([[2], "2", "3"]);
});

test("readRows: a wrong number of fields is told with its line", async () => {
  const { rows } = await read("a,b\n1\n2,y\n3,z,4\n\n4,w\n");
  expect(rows).toEqual([
    { line: 2, error: "the row has 1 fields, the header 2" },
    { line: 3, values: { a: "2", b: "y" } },
    { line: 4, error: "the row has 3 fields, the header 2" },
    { line: 6, values: { a: "4", b: "w" } },
  ]);
});

test("readRows: columns without a name, or with one that is taken, get their place as name", async () => {
  const { rows } = await read("a,,a\n1,2,3\n");
  expect(rows).toEqual([{ line: 2, values: { a: "1", column_2: "2", a_3: "3" } }]);
});

test("readRows: lines that are not UTF-8 are read as windows-1252, and the first is named", async () => {
  const latin = Buffer.concat([
    Buffer.from("a,b\n1,ü\n2,caf"),
    Buffer.from([0xe9, 0x20, 0x80]),
    Buffer.from("\n3,ß\n"),
  ]);
  const { rows, notices } = await read(latin);
  expect(rows.map((row) => "values" in row && row.values.b)).toEqual(["ü", "café €", "ß"]);
  expect(notices).toEqual([expect.stringMatching(/line 3 is not UTF-8.*windows-1252/)]);
});

test("readRows: UTF-8 raises no notice", async () => {
  const { rows, notices } = await read("a,b\n1,日本\n");
  expect(rows).toEqual([{ line: 2, values: { a: "1", b: "日本" } }]);
  expect(notices).toEqual([]);
});

test("decodeWindows1252: agrees with iconv on every byte it knows", () => {
  const known = Buffer.from([...Array(256).keys()].filter((byte) => ![0x81, 0x8d, 0x8f, 0x90, 0x9d].includes(byte)));
  const upper = "€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ";
  const expected = known.subarray(0, 128).toString("ascii") + upper + known.subarray(155).toString("latin1");
  expect(decodeWindows1252(known)).toBe(expected);
});

test("decodeText: gives the same text however the bytes are cut", async () => {
  const text = "größe,日本,😀\nzweite zeile\r\n€";
  const collect = async (size: number) => {
    let found = "";
    for await (const piece of decodeText(cut(Buffer.from(text), size), () => {})) found += piece;
    return found;
  };
  for (const size of [1, 2, 3, 5, 7, 100]) expect(await collect(size)).toBe(text);
});

test("decodeText: a line of megabytes is not cut inside a character", async () => {
  const text = `x${"日".repeat(800_000)}`;
  let found = "";
  for await (const piece of decodeText(cut(Buffer.from(text), 65_536), () => {})) found += piece;
  expect(found === text).toBe(true);
});

async function* cut(bytes: Buffer, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

test("CsvRows: agrees with csv-parse on any well-formed table, in any pieces", () => {
  const cell = fc.string({ unit: fc.constantFrom("a", "b", ",", ";", '"', "\n", " ", "é", "\t"), maxLength: 6 });
  const table = fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 12 });
  fc.assert(
    fc.property(table, fc.integer({ min: 1, max: 40 }), (cells, size) => {
      const text = `h1,h2,h3\n${cells.map((row) => row.map((value) => `"${value.replaceAll('"', '""')}"`).join(",")).join("\n")}`;
      const expected = parse(text, { columns: true });
      const found = pieces(new CsvRows(() => {}), text, Math.max(size, 12)).map((row) => "values" in row && row.values);
      expect(found).toEqual(expected);
    }),
    { seed: 7, numRuns: 200 },
  );
});

function pieces(reader: RowReader, text: string, size: number): Row[] {
  // The first piece holds at least the header and one row, as the reading of a file sees to.
  const first = Math.max(size, text.length >> 1);
  const rows = [...reader.feed(text.slice(0, first))];
  for (let at = first; at < text.length; at += size) rows.push(...reader.feed(text.slice(at, at + size)));
  return [...rows, ...reader.finish()];
}

test("readRows: a quote that is never closed in a large file costs one row and little memory", async () => {
  const lines = ["a,b", '0,"never closed', ...Array.from({ length: 1_200_000 }, (_, index) => `${index},some text`)];
  const rows = await rowsOf(fileOf(`${lines.join("\n")}\n`));
  expect(rows.length).toBe(1_200_001);
  expect(rows[0]).toMatchObject({ line: 2, error: expect.stringMatching(/never closed/) });
  expect(rows.at(-1)).toEqual({ line: 1_200_002, values: { a: "1199999", b: "some text" } });
});

test("readRows: a line longer than any record is refused and the next one read", async () => {
  const { rows } = await read(`a,b\n1,${"x".repeat(9 * 1024 * 1024)}\n2,y\n`);
  expect(rows).toEqual([{ line: 2, error: expect.stringMatching(/longer than 8388608/) }, twoRows[1]]);
  const json = await read(`{"a":1}\n{"a":"${"x".repeat(9 * 1024 * 1024)}"}\n{"a":3}\n`);
  expect(json.rows).toEqual([
    { line: 1, values: { a: 1 } },
    { line: 2, error: expect.stringMatching(/longer than 8388608/) },
    { line: 3, values: { a: 3 } },
  ]);
});

test("readRows: JSON lines, with broken ones told", async () => {
  const { rows } = await read('{"a":1}\n\n{"a":\n[1]\n{"a":2}');
  expect(rows).toEqual([
    { line: 1, values: { a: 1 } },
    { line: 3, error: expect.stringMatching(/^not JSON: /) },
    { line: 4, error: "not a JSON object" },
    { line: 5, values: { a: 2 } },
  ]);
});

test("readRows: bulk lines give their documents with index and id", async () => {
  const { rows } = await read(
    '{"index":{"_index":"q","_id":"7"}}\n{"a":1}\n{"create":{"_index":"e"}}\n{"a":\n{"index":{"_index":"e"}}\n{"index":{"_index":"e"}}\n{"a":3}\n{"index":{}}\n',
  );
  expect(rows).toEqual([
    { line: 2, values: { a: 1, _index: "q", _id: "7" } },
    { line: 4, error: expect.stringMatching(/^not JSON: /) },
    { line: 5, error: "no document follows this action line" },
    { line: 7, values: { a: 3, _index: "e" } },
    { line: 8, error: "no document follows the last action line" },
  ]);
});

test("readRows: lines of index, tab and document", async () => {
  const { rows } = await read('ubi_queries\t{"a":1}\nubi_events {"a":2}\nubi_events\t{"a":"x\\ty"}\n');
  expect(rows).toEqual([
    { line: 1, values: { a: 1, _index: "ubi_queries" } },
    { line: 2, error: expect.stringMatching(/^no tab/) },
    { line: 3, values: { a: "x\ty", _index: "ubi_events" } },
  ]);
});

test("readRows: the elements of one JSON array", async () => {
  const { rows } = await read('[\n  {"a": "],{\\"", "b": [1, {"c": 2}]},\n  {"a": nonsense},\n  5,\n\n  {"a": 3}\n]\n');
  expect(rows).toEqual([
    { line: 2, values: { a: '],{"', b: [1, { c: 2 }] } },
    { line: 3, error: expect.stringMatching(/^not JSON: /) },
    { line: 4, error: "not a JSON object" },
    { line: 6, values: { a: 3 } },
  ]);
  expect((await read('[{"a":1},{"a":2')).rows).toEqual([
    { line: 1, values: { a: 1 } },
    { line: 1, error: "the file ends before its array does" },
  ]);
});

test("JsonArray: gives what JSON.parse gives, in any pieces", () => {
  const objects = fc.array(fc.dictionary(fc.string({ maxLength: 4 }), fc.jsonValue({ maxDepth: 2 })), { maxLength: 6 });
  fc.assert(
    fc.property(objects, fc.integer({ min: 1, max: 9 }), fc.boolean(), (values, size, isPretty) => {
      const text = JSON.stringify(values, null, isPretty ? 2 : 0);
      const reader = new JsonArray();
      const rows = [];
      for (let at = 0; at < text.length; at += size) rows.push(...reader.feed(text.slice(at, at + size)));
      expect([...rows, ...reader.finish()].map((row) => "values" in row && row.values)).toEqual(JSON.parse(text));
    }),
    { seed: 11, numRuns: 200 },
  );
});

test("readRows: one JSON object over many lines is one row", async () => {
  expect((await read('{\n  "a": [\n    {"b": 1},\n    {"b": 2}\n  ]\n}\n')).rows).toEqual([
    { line: 1, values: { a: [{ b: 1 }, { b: 2 }] } },
  ]);
});

test("readRows: gzip that is cut off is told in a sentence", async () => {
  const whole = gzipSync(`a,b\n${"1,x\n".repeat(50_000)}`);
  const file = fileOf(whole.subarray(0, whole.length - 20));
  await expect(rowsOf(file)).rejects.toMatchObject({
    code: "FILE_UNREADABLE",
    message: expect.stringMatching(/is cut off/),
  });
  const spoilt = Buffer.from(whole);
  spoilt.fill(0xff, 20, 60);
  await expect(rowsOf(fileOf(spoilt))).rejects.toMatchObject({ code: "FILE_UNREADABLE" });
});

test("readRows: files that can't be rows are told in a sentence", async () => {
  const png = Buffer.from("89504e470d0a1a0a0000000d4948445200000001", "hex");
  await expect(rowsOf(path.join(folder, "none.csv"))).rejects.toMatchObject({ code: "FILE_NOT_FOUND" });
  await expect(rowsOf(folder)).rejects.toMatchObject({
    code: "FILE_UNREADABLE",
    message: expect.stringMatching(/is a folder/),
  });
  await expect(rowsOf(fileOf(png))).rejects.toMatchObject({
    code: "FILE_UNREADABLE",
    message: expect.stringMatching(/no text/),
  });
  await expect(rowsOf(fileOf("PK\u0003\u0004 broken"))).rejects.toMatchObject({ code: "FILE_UNREADABLE" });
  await expect(rowsOf(fileOf("PAR1...."))).rejects.toMatchObject({
    code: "FILE_UNREADABLE",
    message: expect.stringMatching(/Parquet/),
  });
});

test("readRows: an empty file has no rows and a notice", async () => {
  expect(await read("")).toEqual({ rows: [], notices: [expect.stringMatching(/is empty/)] });
});

test("readRows: Parquet goes to the reader that is given", async () => {
  const parquet = async function* () {
    yield [{ a: 1 }, { a: 2 }];
    yield [{ a: 3 }];
  };
  expect(await rowsOf(fileOf("PAR1...."), { parquet })).toEqual([1, 2, 3].map((a) => ({ line: a, values: { a } })));
});

/** A zip of stored members, made by hand from the format's description. */
function zipOf(members: Readonly<Record<string, Buffer>>): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, content] of Object.entries(members)) {
    const sizes = Buffer.alloc(12);
    sizes.writeUInt32LE(crc32(content), 0);
    sizes.writeUInt32LE(content.length, 4);
    sizes.writeUInt32LE(content.length, 8);
    const nameLength = Buffer.from([name.length, 0]);
    const local = Buffer.concat([
      Buffer.from("504b03040a00000000000000000", "hex").subarray(0, 13),
      Buffer.alloc(1),
      sizes,
      nameLength,
      Buffer.alloc(2),
      Buffer.from(name),
      content,
    ]);
    const place = Buffer.alloc(4);
    place.writeUInt32LE(offset);
    directory.push(
      Buffer.concat([
        Buffer.from("504b01020a000a00000000000000", "hex"),
        Buffer.alloc(2),
        sizes,
        nameLength,
        Buffer.alloc(12),
        place,
        Buffer.from(name),
      ]),
    );
    locals.push(local);
    offset += local.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write("PK\u0005\u0006", "latin1");
  end.writeUInt16LE(directory.length, 8);
  end.writeUInt16LE(directory.length, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, central, end]);
}

function crc32(bytes: Buffer): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return ~crc >>> 0;
}

test("readRows: a zip gives its largest file, even when that is gzip", async () => {
  const table = Buffer.from("a,b\n1,x\n2,y\n");
  const { rows, notices } = await read(
    zipOf({ "readme.txt": Buffer.from("hello"), "data/": Buffer.alloc(0), "data/t.csv": table }),
  );
  expect(rows).toEqual(twoRows);
  expect(notices).toEqual([expect.stringMatching(/2 files: the largest, "data\/t.csv"/)]);
  expect(await read(zipOf({ "t.csv.gz": gzipSync(table) }))).toEqual({ rows: twoRows, notices: [] });
});
