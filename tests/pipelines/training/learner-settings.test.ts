import { afterAll, expect, test } from "vitest";
import { learners } from "../../../models/learners.ts";
import { hasSetting, readSettings, settingsOf } from "../../../pipelines/training/learner-settings.ts";

const defaults = {
  epochs: 5,
  isTied: false,
  distance: "absolute",
  units: [64, 32],
  layers: ["a"],
  watch: { patience: 3, cutFactor: 0.5 },
};
const known = "epochs, isTied, distance, units, layers, watch.patience, watch.cutFactor";

Object.assign(learners, { settable: { ...learners.fixed, defaults } });
afterAll(() => Reflect.deleteProperty(learners, "settable"));

test.for([
  ["epochs=7", { epochs: 7 }],
  ["epochs=1e-3", { epochs: 0.001 }],
  ["isTied=true", { isTied: true }],
  ["distance=cosine", { distance: "cosine" }],
  ["distance=a=b", { distance: "a=b" }],
  ["units=128, 64,1", { units: [128, 64, 1] }],
  ["layers=x,y", { layers: ["x", "y"] }],
  ["layers=", { layers: [] }],
  ["watch.patience=9", { watch: { patience: 9, cutFactor: 0.5 } }],
] as const)("readSettings: %s, read as its default is", ([setting, config]) => {
  expect(readSettings("settable", [setting])).toEqual(config);
});

test("readSettings: several together, the last of a key counts; none is no difference", () => {
  const settings = ["epochs=7", "watch.patience=9", "watch.cutFactor=0.1", "epochs=8"];
  expect(readSettings("settable", settings)).toEqual({ epochs: 8, watch: { patience: 9, cutFactor: 0.1 } });
  expect(readSettings("settable", [])).toEqual({});
});

test.for([
  ["epochs", '--set takes KEY=VALUE, not "epochs"'],
  ["=1", '--set takes KEY=VALUE, not "=1"'],
  ["epoch=1", `settable has no setting "epoch"; it has ${known}`],
  ["watch=1", `settable has no setting "watch"; it has ${known}`],
  ["watch.patients=1", `settable has no setting "watch.patients"; it has ${known}`],
  ["constructor=1", `settable has no setting "constructor"; it has ${known}`],
  ["epochs=many", '--set epochs= takes a number, not "many"'],
  ["epochs=", '--set epochs= takes a number, not ""'],
  ["units=1,x", '--set units= takes a number, not "x"'],
  ["isTied=1", '--set isTied= takes true or false, not "1"'],
] as const)("readSettings: %s is refused with what is there", ([setting, message]) => {
  expect(() => readSettings("settable", [setting])).toThrow(expect.objectContaining({ code: "WRONG_USAGE", message }));
});

test("readSettings: a kind without settings, and a kind that there is not, are named", () => {
  expect(() => readSettings("mean", ["epochs=1"])).toThrow('mean has no setting "epochs"; it has none');
  expect(() => readSettings("rigde", [])).toThrow('there is no model kind "rigde"');
  expect([hasSetting("settable", "distance"), hasSetting("ridge", "distance")]).toEqual([true, false]);
});

test("settingsOf: lists what can be set with its default, groups by their keys; every key is one that is read", () => {
  const settings = settingsOf("settable");
  expect(settings).toEqual([
    { key: "epochs", usual: 5 },
    { key: "isTied", usual: false },
    { key: "distance", usual: "absolute" },
    { key: "units", usual: [64, 32] },
    { key: "layers", usual: ["a"] },
    { key: "watch.patience", usual: 3 },
    { key: "watch.cutFactor", usual: 0.5 },
  ]);
  const asText = settings.map(({ key, usual }) => `${key}=${String(usual)}`);
  expect(readSettings("settable", asText)).toEqual(defaults);
  expect(settingsOf("mean")).toEqual([]);
});
