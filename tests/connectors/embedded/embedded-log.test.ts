import { systemClock } from "../../../connectors/clock.ts";
import { openEmbeddedLog } from "../../../connectors/embedded/embedded-log.ts";
import { describeEventLog } from "../../support/event-log-contract.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

describeEventLog("embedded log", async () => {
  const folder = temporaryFolder();
  let ahead = 0;
  const clock = { now: () => systemClock.now() + ahead, wait: systemClock.wait };
  const log = await openEmbeddedLog({ folder, clock, pollMs: 5 });
  return {
    log,
    async advance(ms) {
      ahead += ms;
    },
    async reopen() {
      await log.close();
      return await openEmbeddedLog({ folder, clock });
    },
  };
});
