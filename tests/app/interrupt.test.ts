import { expect, test } from "vitest";
import { untilInterrupted } from "../../app/interrupt.ts";

test.for(["SIGINT", "SIGTERM"] as const)(
  "interrupt: %s aborts the work once, which still ends as it likes",
  async (name) => {
    const before = process.listenerCount(name);
    const result = await untilInterrupted(async (signal) => {
      expect(signal.aborted).toBe(false);
      process.emit(name, name);
      // Others that listen, such as what restores the cursor, end the process when they find themselves alone.
      expect(process.listenerCount(name)).toBe(before + 1);
      return signal.aborted;
    });
    expect(result).toBe(true);
    expect(process.listenerCount(name)).toBe(before);
  },
);

test("interrupt: lets go of the signals when the work fails", async () => {
  const before = process.listenerCount("SIGINT");
  await expect(untilInterrupted(() => Promise.reject(new Error("no")))).rejects.toThrow("no");
  expect(process.listenerCount("SIGINT")).toBe(before);
});
