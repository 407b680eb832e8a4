/** Does something again and again, one time after the other, never two at once. `end` resolves when none is under way. */
export function every(
  ms: number,
  work: () => Promise<void>,
  onError: (error: unknown) => void,
): { end(): Promise<void> } {
  let underWay: Promise<void> | undefined;
  const timer = setInterval(() => {
    underWay ??= work()
      .catch(onError)
      .finally(() => {
        underWay = undefined;
      });
  }, ms);
  return {
    async end() {
      clearInterval(timer);
      await underWay;
    },
  };
}
