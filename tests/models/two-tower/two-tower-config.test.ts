import { expect, test } from "vitest";
import { checkTwoTower, type TwoTowerConfig, twoTowerDefaults } from "../../../models/two-tower/two-tower-config.ts";

test("checkTwoTower: the settings as they are will do", () => {
  expect(() => checkTwoTower(twoTowerDefaults)).not.toThrow();
});

test.for([
  [{ loss: "mse" }, "a loss of softmax, bce"],
  [{ watch: "mrr" }, "a watch of ndcg, auc"],
  [{ tasks: "two" }, "tasks of one, each"],
  [{ serves: "view" }, "serves of click, cart, order"],
  [{ epochs: 0 }, "at least 1 for epochs"],
  [{ history: 2.5 }, "at least 1 for history"],
  [{ negatives: -1 }, "negatives and hardNegatives of 0 or more"],
  [{ dropout: 1 }, "shares of idDropout, userDropout and dropout from 0 to below 1"],
  [{ vectorL2: -1 }, "an l2 and a vectorL2 of 0 or more"],
  [{ learningRate: 0 }, "a learningRate and a clipNorm above 0"],
  [{ testDays: 0 }, "validationDays and testDays above 0"],
] as const)("checkTwoTower: %j is refused, and %s asked for", ([settings, wanted]) => {
  const config = { ...twoTowerDefaults, ...settings } as TwoTowerConfig;
  expect(() => checkTwoTower(config)).toThrow(
    expect.objectContaining({
      code: "WRONG_USAGE",
      message: `two-tower can't be trained with these settings; give ${wanted}`,
    }),
  );
});
