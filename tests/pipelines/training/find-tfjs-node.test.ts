import { expect, test } from "vitest";
import { findTfjsNode } from "../../../pipelines/training/find-tfjs-node.ts";

const failing = (message: string, code?: string) => () => Promise.reject(Object.assign(new Error(message), { code }));

test("findTfjsNode: says how to install it when it isn't there", async () => {
  await expect(findTfjsNode(failing("Cannot find package", "ERR_MODULE_NOT_FOUND"))).rejects.toThrow(
    expect.objectContaining({
      code: "WRONG_USAGE",
      message:
        "--engine tfjs-node needs @tensorflow/tfjs-node: npm install --no-save --ignore-scripts=false @tensorflow/tfjs-node; " +
        "the built-in engine needs nothing",
    }),
  );
});

test("findTfjsNode: says why it doesn't start when its binary is missing", async () => {
  const asItSays = "The Node.js native addon module (tfjs_binding.node) can not be found at path: /a.\nPlease run ...";
  await expect(findTfjsNode(failing(asItSays))).rejects.toThrow(
    expect.objectContaining({
      code: "WRONG_USAGE",
      message: expect.stringContaining("at path: /a); npm rebuild --ignore-scripts=false @tensorflow/tfjs-node;"),
      cause: expect.objectContaining({ message: asItSays }),
    }),
  );
});

test("findTfjsNode: gives the namespace, whichever way the package exports it", async () => {
  const namespace = { tensor: () => {} };
  const asked: string[] = [];
  const load = async (name: string) => {
    asked.push(name);
    return { default: namespace };
  };
  expect(await findTfjsNode(load)).toBe(namespace);
  expect(await findTfjsNode(async () => namespace)).toBe(namespace);
  expect(asked).toEqual(["@tensorflow/tfjs-node"]);
});
