import { expect, test } from "vitest";
import { NameRows } from "../../../models/two-tower/name-rows.ts";
import type { TwoTowerState } from "../../../models/two-tower/two-tower-file.ts";
import { forgetErased } from "../../../pipelines/recommend/forget-erased.ts";

test("forgetErased: an update knows nothing of who was erased after the training, and all of the others", () => {
  const histories = new Map(["anna", "ben", "carl"].map((user, item) => [user, Int32Array.of(item)]));
  const names = { users: new NameRows(["anna", "ben", "carl"], 2) };
  const state = { names, histories, until: 100 } as unknown as TwoTowerState;
  // carl came again after he was erased, and was learned of then
  const forgot = forgetErased(
    state,
    new Map([
      ["anna", 150],
      ["carl", 50],
    ]),
  );
  expect([...forgot.histories.keys()]).toEqual(["ben", "carl"]);
  const { users } = forgot.names;
  expect(users.names).toEqual(["erased 0", "ben", "carl"]);
  expect(users.rowOf("anna")).toBe(users.sharedRowOf("anna"));
  expect([users.rowOf("ben"), users.rowOf("carl")]).toEqual([3, 4]);
});
