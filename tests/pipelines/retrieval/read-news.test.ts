import { expect, test } from "vitest";
import { readNews } from "../../../pipelines/retrieval/read-news.ts";
import { createMemoryLog, createVirtualClock, give } from "../../../pipelines/testing.ts";
import { catalogProduct, sell } from "../../support/catalog.ts";

test("readNews: everything at first, then what came since, and a batch that was not gone past comes again", async () => {
  const log = createMemoryLog({ clock: createVirtualClock(0) });
  await give(log, "catalog", [catalogProduct("p1", "saw"), catalogProduct("p2", "axe")]);
  const news = readNews(log, "catalog");
  const keys = async () => {
    const found: (string | null)[] = [];
    for await (const entries of news()) found.push(...entries.map(({ key }) => key));
    return found.sort();
  };
  expect(await keys()).toEqual(["p1", "p2"]);
  expect(await keys()).toEqual([]);
  await sell(log, [catalogProduct("p3", "rake")]);
  const left = news();
  await left.next();
  await left.return(undefined);
  expect(await keys()).toEqual(["p3"]);
});
