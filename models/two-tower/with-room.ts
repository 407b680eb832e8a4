/** The same numbers with room for so many. What grows does by an eighth at least, so that one more now and then costs little. */
export function withRoom<Numbers extends Float32Array | Int32Array | Uint8Array>(
  numbers: Numbers,
  room: number,
): Numbers {
  if (room <= numbers.length) return numbers;
  const roomy = new (numbers.constructor as new (length: number) => Numbers)(
    Math.max(room, Math.ceil(1.125 * numbers.length)),
  );
  roomy.set(numbers);
  return roomy;
}
