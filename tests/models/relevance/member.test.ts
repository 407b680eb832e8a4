import { expect, test } from "vitest";
import { closeMembers, type Member } from "../../../models/relevance/member.ts";

test("closeMembers: closes all, and tells that one couldn't be", async () => {
  const closed: string[] = [];
  const member = (name: string, fault?: Error): Member => ({
    ...{ names: [name], columns: async () => new Float32Array(), save: () => ({}) },
    async close() {
      if (fault) throw fault;
      closed.push(name);
    },
  });
  await expect(closeMembers([member("a"), member("b", new Error("stuck")), member("c")])).rejects.toThrow("stuck");
  expect(closed).toEqual(["a", "c"]);
  await closeMembers([]);
});
