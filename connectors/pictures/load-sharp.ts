import type Sharp from "sharp";

let loaded: Promise<typeof Sharp> | undefined;

/** The library that reads and writes pictures. It comes with the first picture: it takes 0.1 s of processor time and 20 MB in every thread. */
export function loadSharp(): Promise<typeof Sharp> {
  loaded ??= import("sharp").then(({ default: sharp }) => {
    // what is decoded once is not decoded again soon, and the stages of the stream share the machine
    sharp.cache(false);
    sharp.concurrency(1);
    return sharp;
  });
  return loaded;
}
