import { type Camera, inWindow, moved, onPlane, type Spot, type Window, wholePlane, zoomed } from "./camera.ts";
import { otherColour } from "./groups.ts";
import { paintPoints } from "./paint-points.ts";
import type { Places, PointGrid } from "./point-grid.ts";

/** What is drawn. */
export interface Scene {
  readonly places: Places;
  readonly grid: PointGrid;
  readonly colourOf: Uint8Array;
  /** 1 for each point that is looked for; undefined where nothing is. */
  readonly marked: Uint8Array | undefined;
}

/** Pixels that a pointer may miss a point by. */
const missedBy = 14;

/** A scene on a canvas, as one pans and zooms: drawn at most once a frame, and only when something has changed. */
export class Drawing {
  readonly #canvas: HTMLCanvasElement;
  readonly #context: CanvasRenderingContext2D;
  readonly #drawn: () => void;
  #scene: Scene | undefined;
  #window: Window = { width: 1, height: 1 };
  #camera: Camera | undefined;
  #image: ImageData | undefined;
  #frame: number | undefined;

  /** `drawn` is told after each drawing, so that what lies over the canvas can move along. */
  constructor(canvas: HTMLCanvasElement, drawn: () => void) {
    this.#canvas = canvas;
    this.#context = canvas.getContext("2d", { alpha: false })!;
    this.#drawn = drawn;
  }

  show(scene: Scene): void {
    this.#scene = scene;
    this.draw();
  }

  /** Takes the size that the canvas has on the page. */
  fit(): void {
    const { clientWidth: width, clientHeight: height } = this.#canvas;
    if (width === 0 || height === 0) return;
    const before = this.#window;
    this.#window = { width, height };
    // what was seen stays, as large as the window lets it
    if (this.#camera !== undefined) {
      const times = wholePlane(this.#window).scale / wholePlane(before).scale;
      this.#camera = { ...this.#camera, scale: this.#camera.scale * times };
    }
    this.#canvas.width = Math.round(width * devicePixelRatio);
    this.#canvas.height = Math.round(height * devicePixelRatio);
    this.#image = this.#context.createImageData(this.#canvas.width, this.#canvas.height);
    this.draw();
  }

  move(across: number, down: number): void {
    this.#look(moved(this.#now, across, down));
  }

  /** Zooms about a place of the canvas, its middle unless said. */
  zoom(times: number, at?: Spot): void {
    this.#look(zoomed(this.#now, times, this.#window, at));
  }

  /** Shows the whole map. */
  whole(): void {
    this.#look(undefined);
  }

  /** Brings a point into the middle, near enough to see its neighbours. */
  goTo(point: number): void {
    const { x, y } = this.#scene!.places;
    const scale = Math.max(this.#now.scale, 4 * wholePlane(this.#window).scale);
    this.#look({ x: x[point]!, y: y[point]!, scale });
  }

  /** The point at a place of the canvas, or nearest to its middle; undefined where there is none. */
  pointAt(at?: Spot): number | undefined {
    const { width, height } = this.#window;
    const radius = (at === undefined ? Math.min(width, height) / 2 : missedBy) / this.#now.scale;
    const spot = onPlane(this.#now, this.#window, at ?? { x: width / 2, y: height / 2 });
    return this.#scene?.grid.nearest(spot, radius);
  }

  /** Where a point is on the canvas, whether that is within it, and in which half. */
  spotOf(point: number): Spot & { readonly isSeen: boolean; readonly isRight: boolean; readonly isLow: boolean } {
    const { x, y } = this.#scene!.places;
    const spot = inWindow(this.#now, this.#window, { x: x[point]!, y: y[point]! });
    const { width, height } = this.#window;
    const isSeen = spot.x >= 0 && spot.y >= 0 && spot.x <= width && spot.y <= height;
    return { ...spot, isSeen, isRight: spot.x > width / 2, isLow: spot.y > height / 2 };
  }

  /** Draws with the next frame: for when colours have changed. */
  draw(): void {
    this.#frame ??= requestAnimationFrame(() => {
      this.#frame = undefined;
      this.#paint();
      this.#drawn();
    });
  }

  end(): void {
    if (this.#frame !== undefined) cancelAnimationFrame(this.#frame);
  }

  get #now(): Camera {
    return this.#camera ?? wholePlane(this.#window);
  }

  #look(camera: Camera | undefined): void {
    this.#camera = camera;
    this.draw();
  }

  #paint(): void {
    if (this.#scene === undefined || this.#image === undefined) return;
    const { places, colourOf, marked } = this.#scene;
    const { width, height, data } = this.#image;
    const ratio = width / this.#window.width;
    const camera = { ...this.#now, scale: this.#now.scale * ratio };
    const [ground, ...colours] = coloursOf(this.#canvas);
    paintPoints({ width, height, pixels: new Uint32Array(data.buffer) }, camera, places, {
      ...{ ground: ground!, colours: Uint32Array.from(colours), colourOf, marked },
      radius: ratio * radiusFor(places.x.length, this.#window, this.#now.scale),
    });
    this.#context.putImageData(this.#image, 0, 0);
  }
}

/** The fewer points there are to see, the larger each: pixels. */
function radiusFor(points: number, window: Window, scale: number): number {
  const room = Math.sqrt((window.width * window.height) / Math.max(1, points));
  const nearer = (scale / wholePlane(window).scale) ** 0.35;
  return Math.min(6, Math.max(1.1, Math.min(4.5, room / 4)) * nearer);
}

/** The colours of the ground, of the groups and of the others, as the theme has them now. */
function coloursOf(canvas: HTMLCanvasElement): readonly number[] {
  const names = ["--ground", ...Array.from({ length: otherColour + 1 }, (_, i) => `--series-${i + 1}`)];
  const before = canvas.style.color;
  const colours = names.map((name) => {
    canvas.style.color = `var(${name})`;
    const [red = 0, green = 0, blue = 0] = getComputedStyle(canvas).color.match(/\d+/g)!.map(Number);
    return ((255 << 24) | (blue << 16) | (green << 8) | red) >>> 0;
  });
  canvas.style.color = before;
  return colours;
}
