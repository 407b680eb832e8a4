import { TwinstreamError } from "../../schemas/errors.ts";
import type { ImportOptions, Preset } from "./preset.ts";
import { chorus } from "./presets/chorus.ts";
import { completejourney } from "./presets/completejourney.ts";
import { crowdflower } from "./presets/crowdflower.ts";
import { esci } from "./presets/esci.ts";
import { events } from "./presets/events.ts";
import { homeDepot } from "./presets/home-depot.ts";
import { mapped } from "./presets/mapped.ts";
import { ubi } from "./presets/ubi.ts";

/** The kinds of files that are known, by name. */
export const presets: Readonly<Record<string, Preset>> = {
  "home-depot": homeDepot,
  crowdflower,
  chorus,
  ubi,
  esci,
  events,
  completejourney,
};

/** The preset that is asked for: by name, or made from a map of columns. Throws WRONG_USAGE when it is neither or both. */
export function presetFor({ preset, map, labelRange }: Pick<ImportOptions, "preset" | "map" | "labelRange">): Preset {
  if (preset !== undefined && map !== undefined) {
    throw new TwinstreamError("WRONG_USAGE", "--preset and --map can't be given together: a preset knows its columns");
  }
  if (map !== undefined) return mapped(map, labelRange);
  const known = Object.keys(presets).join(", ");
  if (preset === undefined) {
    throw new TwinstreamError(
      "WRONG_USAGE",
      `say what the file is: --preset NAME (${known}) or --map query=COLUMN,title=COLUMN,...`,
    );
  }
  const found = Object.hasOwn(presets, preset) ? presets[preset] : undefined;
  if (found === undefined)
    throw new TwinstreamError("WRONG_USAGE", `there is no preset "${preset}"; there are: ${known}`);
  return found;
}
