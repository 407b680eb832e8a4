import type { Camera, Window } from "./camera.ts";
import type { Places } from "./point-grid.ts";

/** A picture: a number for each pixel, its bytes red, green, blue and opacity as canvases have them. */
export interface Picture extends Window {
  readonly pixels: Uint32Array;
}

/** How points are painted. */
export interface Paint {
  /** The colour of the ground, and of each point by its number in `colourOf`; all opaque. */
  readonly ground: number;
  readonly colours: Uint32Array;
  readonly colourOf: Uint8Array;
  /** Of a point, pixels. */
  readonly radius: number;
  /** Where some points are marked: 1 for each that is. They are painted over the others, larger; the others fade into the ground. */
  readonly marked?: Uint8Array | undefined;
}

/** How much of its colour is left of a point when others are marked. */
const faded = 0.22;
const largerBy = 1.35;

/**
 * Paints points as discs. Every pixel is set here and the picture is handed to the canvas whole, as to draw 100,000 discs one by one takes a
 * canvas ten times as long as a frame may.
 */
export function paintPoints(picture: Picture, camera: Camera, places: Places, paint: Paint): void {
  const { ground, colours, marked, radius } = paint;
  picture.pixels.fill(ground);
  if (marked === undefined) paintSome(picture, camera, places, paint);
  else {
    const pale = colours.map((colour) => mixed(colour, ground, faded));
    paintSome(picture, camera, places, { ...paint, colours: pale }, 0);
    paintSome(picture, camera, places, { ...paint, radius: radius * largerBy }, 1);
  }
}

function paintSome(
  { pixels, width, height }: Picture,
  { x: middleX, y: middleY, scale }: Camera,
  { x, y }: Places,
  { colours, colourOf, radius, marked }: Paint,
  mark?: 0 | 1,
): void {
  const { reach, across, down, shares } = discOf(radius);
  for (let point = 0; point < x.length; point++) {
    if (mark !== undefined && marked![point] !== mark) continue;
    const left = Math.round((x[point]! - middleX) * scale + width / 2) - reach;
    const top = Math.round((y[point]! - middleY) * scale + height / 2) - reach;
    if (left < 0 || top < 0 || left + 2 * reach >= width || top + 2 * reach >= height) continue;
    const colour = colours[colourOf[point]!]!;
    for (let i = 0; i < shares.length; i++) {
      const place = (top + down[i]!) * width + left + across[i]!;
      pixels[place] = shares[i] === 1 ? colour : mixed(colour, pixels[place]!, shares[i]!);
    }
  }
}

/** The pixels of a disc, from the corner of its square, and how much of each it covers. */
function discOf(radius: number) {
  const reach = Math.ceil(radius - 0.5);
  const [across, down, shares]: [number[], number[], number[]] = [[], [], []];
  for (let dy = 0; dy <= 2 * reach; dy++)
    for (let dx = 0; dx <= 2 * reach; dx++) {
      const share = Math.min(1, radius + 0.5 - Math.hypot(dx - reach, dy - reach));
      if (share <= 0) continue;
      across.push(dx);
      down.push(dy);
      shares.push(share);
    }
  return { reach, across, down, shares };
}

/** A colour over another one that shows through; written out, as it is done for most pixels of each disc. */
function mixed(over: number, under: number, share: number): number {
  const rest = 1 - share;
  const red = (over & 255) * share + (under & 255) * rest;
  const green = ((over >>> 8) & 255) * share + ((under >>> 8) & 255) * rest;
  const blue = ((over >>> 16) & 255) * share + ((under >>> 16) & 255) * rest;
  return ((255 << 24) | (blue << 16) | (green << 8) | red) >>> 0;
}
