import { meanSquaredError } from "../../models/net/losses.ts";
import type { Net } from "../../models/net/net.ts";
import { add, input, mean } from "../../models/net/operations.ts";
import { floats } from "../../models/net/session.ts";
import { userInputs } from "../../models/two-tower/examples.ts";
import { ItemTable } from "../../models/two-tower/item-table.ts";
import { NameRows } from "../../models/two-tower/name-rows.ts";
import { plainReader as reader } from "../../models/two-tower/text-reader.ts";
import { twoTowerDefaults } from "../../models/two-tower/two-tower-config.ts";
import { formOf } from "../../models/two-tower/two-tower-model.ts";
import { itemNet, queryNet, userNet } from "../../models/two-tower/two-tower-net.ts";
import type { CheckedNet } from "./nets.ts";

const items = [
  { id: "a", title: "Free Range Eggs", brand: "Farm", category: "GROCERY > EGGS" },
  { id: "b", title: "Ground Coffee", brand: null, category: "GROCERY > COFFEE > GROUND" },
  { id: "new", title: "Soap", brand: "Clean", category: null },
];
const known = (...names: readonly string[]) => new NameRows(names, 2);
const names = {
  items: known("a", "b"),
  users: known("u1", "u2"),
  brands: known("Farm", "Clean"),
  categories: known("GROCERY", "GROCERY > EGGS", "GROCERY > COFFEE"),
};

/** A tower as it is served; what it would learn alone does not matter. */
function served(net: Net): Net {
  return {
    outputs: net.outputs,
    loss: ({ vector, again }) => {
      const loss = meanSquaredError(vector!, input("truth", vector!.shape));
      return again === undefined ? loss : add(loss, mean(again));
    },
  };
}

/** The three towers of the two-tower net in full size, with products and visitors that are known and that are not. */
export async function checkedTowers(): Promise<Readonly<Record<string, CheckedNet>>> {
  const form = formOf({ config: twoTowerDefaults, names, reader });
  const table = await ItemTable.of(items, names, reader);
  const users = Int32Array.from(["u1", "u2", "nobody"], (name) => names.users.rowOf(name));
  const recents = [Int32Array.of(0, 1, 1), Int32Array.of(2), new Int32Array()];
  const queries = await reader.read(["eggs", "coffee beans"]);
  const texts = floats(Float32Array.from(queries.flatMap((text) => [...text])), [queries.length, reader.width]);
  return {
    "two-tower-item": { net: served(itemNet(form)), inputs: table.inputs(Int32Array.of(0, 1, 2)) },
    "two-tower-user": {
      net: served(userNet(form)),
      inputs: userInputs(users, recents, table, twoTowerDefaults.history),
    },
    "two-tower-query": { net: served(queryNet(form)), inputs: { "query texts": texts } },
  };
}
