import { createMemoryLog } from "../../../connectors/memory/memory-log.ts";
import { createVirtualClock } from "../../../connectors/memory/virtual-clock.ts";
import { describeEventLog } from "../../support/event-log-contract.ts";

describeEventLog("memory log", async () => {
  const clock = createVirtualClock(1_000_000);
  return { log: createMemoryLog({ clock }), advance: clock.advance };
});
