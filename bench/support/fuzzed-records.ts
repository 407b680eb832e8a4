import type { Random } from "../../models/random.ts";
import { codecs } from "../../schemas/codec.ts";
import type { SearchEvent, ShownProduct } from "../../schemas/generated/events.ts";

const titles = [
  "Husky 20 gal. Portable Electric Air Compressor",
  "2 in. x 4 in. x 96 in. Prime Stud",
  "BEHR Premium 1 gal. Ultra Pure White Paint",
  "Kohler Wellworth 1.28 GPF Toilet in White",
];
const queries = ["air compresser", "2x4 lumber", "white paint 1 gal", "toilet", "1/2 in. pvc pipe", "12-volt drill"];

/** A record of topic `searches` that may be broken in any of these ways; every sound one has an id of its own. */
export function fuzzedRecord(number: number, random: Random): Uint8Array | null {
  const event = search(number, random);
  const way = random.uniform();
  let share = 0;
  for (const [part, make] of ways) {
    share += part;
    if (way < share) return make(event, random);
  }
  return codecs.searches.encode(event);
}

type Way = (event: SearchEvent, random: Random) => Uint8Array | null;

/** Shares of the records that are made in some way; the rest is sound. */
const ways: readonly (readonly [share: number, make: Way])[] = [
  [0.27, flipped],
  [0.1, (event, random) => cut(codecs.searches.encode(event), random)],
  [0.05, wrongSchema],
  [0.04, wrongMagic],
  [0.12, (event, random) => codecs.searches.encode(absurd(event, random))],
  [0.03, (event, random) => Buffer.concat([codecs.searches.encode(event), noise(1 + random.int(20), random)])],
  [0.03, (_, random) => noise(random.int(200), random)],
  [
    0.03,
    (event, random) => Buffer.concat([codecs.searches.encode(event).subarray(0, 5), noise(random.int(200), random)]),
  ],
  [0.01, () => null],
];

/** Up to three bits are the other way round. */
function flipped(event: SearchEvent, random: Random): Uint8Array {
  const bytes = codecs.searches.encode(event);
  for (let flips = 1 + random.int(3); flips > 0; flips--) bytes[random.int(bytes.length)]! ^= 1 << random.int(8);
  return bytes;
}

function cut(bytes: Uint8Array, random: Random): Uint8Array {
  return bytes.subarray(0, random.int(bytes.length));
}

/** An id that nobody knows, or that of another topic. */
function wrongSchema(event: SearchEvent, random: Random): Uint8Array {
  const bytes = codecs.searches.encode(event);
  const id = random.int(2) === 0 ? random.int(2 ** 31) : codecs.labels.schemaId;
  new DataView(bytes.buffer, bytes.byteOffset).setUint32(1, id);
  return bytes;
}

function wrongMagic(event: SearchEvent, random: Random): Uint8Array {
  const bytes = codecs.searches.encode(event);
  bytes[0] = 1 + random.int(255);
  return bytes;
}

function noise(length: number, random: Random): Uint8Array {
  return Uint8Array.from({ length }, () => random.int(256));
}

/** The right schema, and a field that no shop would send, or one just within what it may. */
function absurd(event: SearchEvent, random: Random): SearchEvent {
  const [product = shown(1, random)] = event.products;
  const withProduct = (change: Partial<ShownProduct>) => ({ ...event, products: [{ ...product, ...change }] });
  // A record of ten megabytes now and then is enough.
  const isRare = random.int(1_000) === 0;
  const events = [
    { ...event, eventId: "" },
    { ...event, eventId: event.eventId.padEnd(200, "x") },
    { ...event, eventId: event.eventId.padEnd(201, "x") },
    { ...event, time: 0 },
    { ...event, time: Date.UTC(40_000, 0, 1) },
    { ...event, time: -event.time },
    { ...event, query: "" },
    { ...event, query: " \t\u00a0\n" },
    { ...event, query: "drill ".repeat(167) },
    { ...event, query: "d".repeat(1_000) },
    { ...event, query: "\u0000\ud83d\udd28" },
    withProduct({ productId: "" }),
    withProduct({ title: " " }),
    withProduct({ title: "t".repeat(isRare ? 10_000_000 : 10_001) }),
    withProduct({ position: 0 }),
    withProduct({ position: -(2 ** 31) }),
    withProduct({ position: 2 ** 31 - 1 }),
    withProduct({ price: Number.NaN }),
    withProduct({ price: Number.NEGATIVE_INFINITY }),
    withProduct({ attributes: { __proto__x: "", "": "\u202e" } }),
    { ...event, products: Array.from({ length: isRare ? 10_001 : 30 }, (_, i) => shown(i + 1, random)) },
  ];
  return events[random.int(events.length)]!;
}

function search(number: number, random: Random): SearchEvent {
  return {
    // Far from each other, so that no flipped bit makes one of another.
    eventId: `${number}-${random.int(2 ** 32).toString(36)}-${random.int(2 ** 32).toString(36)}`,
    time: Date.UTC(2024, 0, 1) + number * 500,
    source: "fuzz",
    sessionId: random.int(2) === 0 ? null : `visit-${random.int(1_000)}`,
    userId: random.int(4) === 0 ? "käthe" : null,
    query: queries[random.int(queries.length)]!,
    products: Array.from({ length: random.int(3) }, (_, i) => shown(i + 1, random)),
  };
}

function shown(position: number, random: Random): ShownProduct {
  return {
    productId: `p${random.int(1_000)}`,
    title: titles[random.int(titles.length)]!,
    position,
    brand: random.int(2) === 0 ? null : "Husky",
    category: null,
    price: random.int(2) === 0 ? null : 9.5,
    attributes: random.int(3) === 0 ? { colour: "white" } : {},
  };
}
