const vectorsTogether = 32;

/** Gives vectors of zeros. A few share memory, as to ask for the memory of one costs as much as to fill it. */
export function emptyVectors(dimensions: number): () => Float32Array {
  let shared = new Float32Array();
  let place = vectorsTogether;
  return () => {
    if (place === vectorsTogether) {
      shared = new Float32Array(vectorsTogether * dimensions);
      place = 0;
    }
    return shared.subarray(place * dimensions, ++place * dimensions);
  };
}
