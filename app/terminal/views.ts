import { createLogUpdate } from "log-update";
import { renderView, type Snapshot } from "./live-view.ts";

/** Something that shows a running pipeline. */
export interface View {
  show(snapshot: Snapshot): void;
  end(): void;
}

/** The view that fits standard error: a table that renews itself on a terminal, now and then a line elsewhere, nothing when quiet. */
export function viewFor(isQuiet: boolean): View {
  if (isQuiet) return { show: () => {}, end: () => {} };
  return process.stderr.isTTY ? terminalView() : lineView();
}

function terminalView(): View {
  const update = createLogUpdate(process.stderr);
  let before: Snapshot | undefined;
  return {
    show(snapshot) {
      update(renderView(snapshot, before));
      before = snapshot;
    },
    end: () => update.done(),
  };
}

const lineEverySeconds = 10;

function lineView(): View {
  let shownAt = Number.NEGATIVE_INFINITY;
  let latest: Snapshot | undefined;
  return {
    show(snapshot) {
      latest = snapshot;
      if (snapshot.seconds - shownAt < lineEverySeconds) return;
      shownAt = snapshot.seconds;
      process.stderr.write(`${lineOf(snapshot)}\n`);
    },
    end() {
      if (latest !== undefined) process.stderr.write(`${renderView(latest, undefined)}\n`);
    },
  };
}

function lineOf({ seconds, stages, lags, deadLetters }: Snapshot): string {
  const counts = stages.map((stage) => `${stage.name} ${stage.eventsIn}`).join(", ");
  const lag = lags.reduce((total, { entries }) => total + entries, 0);
  return `${Math.round(seconds)} s: ${counts}; lag ${lag}; dead letters ${deadLetters}`;
}
