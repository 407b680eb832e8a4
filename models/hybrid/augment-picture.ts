import type { Random } from "../random.ts";
import type { HybridConfig } from "./hybrid-config.ts";

/** How a picture is changed anew for each step. */
export type Augmentation = Pick<HybridConfig, "width" | "height" | "flip" | "shift" | "colour">;

/**
 * Writes a picture (height × width × 3 bytes) to `target` as numbers: perhaps turned left to right, moved by up to `shift` pixels with white
 * coming in (as if a larger picture were cropped), and each colour made up to a share of `colour` stronger or weaker.
 */
export function augmentPicture(
  picture: Uint8Array,
  target: Float32Array,
  { width, height, flip, shift, colour }: Augmentation,
  random: Random,
): void {
  const isFlipped = flip && random.uniform() < 0.5;
  const [right, down] = [random.int(2 * shift + 1) - shift, random.int(2 * shift + 1) - shift];
  const factors = [0, 1, 2].map(() => 1 + colour * (2 * random.uniform() - 1));
  target.fill(255);
  for (let y = Math.max(0, down); y < Math.min(height, height + down); y++) {
    for (let x = Math.max(0, right); x < Math.min(width, width + right); x++) {
      const from = 3 * ((y - down) * width + (isFlipped ? width - 1 - (x - right) : x - right));
      const to = 3 * (y * width + x);
      for (let part = 0; part < 3; part++) target[to + part] = Math.min(255, picture[from + part]! * factors[part]!);
    }
  }
}
