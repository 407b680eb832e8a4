import { renderView, type Snapshot } from "./live-view.ts";
import { noteFormat, printNote, setRenewing } from "./output.ts";

/** Something that shows a running pipeline. */
export interface View {
  show(snapshot: Snapshot): void;
  end(): void;
}

/** The view that fits standard error: a table that renews itself on a terminal, now and then a line elsewhere, nothing when quiet. */
export async function viewFor(isQuiet: boolean): Promise<View> {
  if (isQuiet) return { show: () => {}, end: () => {} };
  return process.stderr.isTTY && noteFormat() === "text" ? terminalView() : lineView();
}

/** Rates are of the last seconds, so that they neither jump nor lag. */
const rateSeconds = 5;

async function terminalView(): Promise<View> {
  const { createLogUpdate } = await import("log-update"); // a tenth of a command's start, and of no use where there is no terminal
  const update = createLogUpdate(process.stderr);
  setRenewing(update);
  let recent: readonly Snapshot[] = [];
  return {
    show(snapshot) {
      recent = [...recent.filter((earlier) => snapshot.seconds - earlier.seconds <= rateSeconds), snapshot];
      update(renderView(snapshot, recent[0] === snapshot ? undefined : recent[0]));
    },
    end() {
      const last = recent.at(-1);
      if (last !== undefined) update(renderView(last, undefined));
      update.done();
      setRenewing(undefined);
    },
  };
}

const lineEverySeconds = 10;

function lineView(): View {
  let shownAt = Number.NEGATIVE_INFINITY;
  let latest: Snapshot | undefined;
  return {
    show(snapshot) {
      latest = snapshot;
      if (snapshot.stages.length === 0 || snapshot.seconds - shownAt < lineEverySeconds) return;
      shownAt = snapshot.seconds;
      printNote(lineOf(snapshot));
    },
    end() {
      if (latest === undefined || latest.stages.length === 0) return;
      printNote(noteFormat() === "json" ? lineOf(latest) : renderView(latest, undefined));
    },
  };
}

/** A moment of a pipeline in one line, for logs. */
export function lineOf({ seconds, stages, lags, deadLetters }: Snapshot): string {
  const counts = stages.map((stage) => `${stage.name} ${stage.eventsIn}`).join(", ");
  const lag = lags.reduce((total, { entries }) => total + entries, 0);
  return `${Math.round(seconds)} s: ${counts}; lag ${lag}; dead letters ${deadLetters}`;
}
