/** Where one looks at the plane from: the place in the middle of the window, and how many pixels a unit of the plane takes. */
export interface Camera {
  readonly x: number;
  readonly y: number;
  readonly scale: number;
}

/** A window, pixels. */
export interface Window {
  readonly width: number;
  readonly height: number;
}

/** A place of the window, pixels from its upper left corner; or one of the plane. */
export interface Spot {
  readonly x: number;
  readonly y: number;
}

const margin = 24;
/** So much of the whole is seen at least: a ten-thousandth of the plane, the precision of the map. */
const deepest = 2_000;

/** Shows the whole unit square. */
export function wholePlane({ width, height }: Window): Camera {
  return { x: 0.5, y: 0.5, scale: Math.max(1, Math.min(width, height) - 2 * margin) };
}

/** Moves what is seen by so many pixels; the middle stays on the plane. */
export function moved({ x, y, scale }: Camera, across: number, down: number): Camera {
  return { x: within(x - across / scale), y: within(y - down / scale), scale };
}

/** Shows things so many times larger; what is at a place of the window stays there. */
export function zoomed(camera: Camera, times: number, window: Window, at: Spot = middleOf(window)): Camera {
  const whole = wholePlane(window).scale;
  const scale = Math.min(deepest * whole, Math.max(whole / 2, camera.scale * times));
  const [across, down] = [at.x - window.width / 2, at.y - window.height / 2];
  return {
    x: within(camera.x + across / camera.scale - across / scale),
    y: within(camera.y + down / camera.scale - down / scale),
    scale,
  };
}

/** Where a place of the plane is in the window. */
export function inWindow({ x, y, scale }: Camera, { width, height }: Window, spot: Spot): Spot {
  return { x: (spot.x - x) * scale + width / 2, y: (spot.y - y) * scale + height / 2 };
}

/** Which place of the plane is at one of the window. */
export function onPlane({ x, y, scale }: Camera, { width, height }: Window, spot: Spot): Spot {
  return { x: x + (spot.x - width / 2) / scale, y: y + (spot.y - height / 2) / scale };
}

function middleOf({ width, height }: Window): Spot {
  return { x: width / 2, y: height / 2 };
}

function within(place: number): number {
  return Math.min(1, Math.max(0, place));
}
