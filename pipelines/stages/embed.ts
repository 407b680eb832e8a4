import { embeddable } from "../../models/embedding/embedder.ts";
import { encodeVector } from "../../models/embedding/vector-bytes.ts";
import { toBuffer } from "../../schemas/bytes.ts";
import type { LiveText } from "../live-models.ts";
import type { Stage } from "../stage.ts";

/** Gives query and titles their vectors, all of a batch in one call of the embedder. */
export function embedStage(models: { current(): Promise<LiveText> }): Stage<"tokens", "embeddings"> {
  return {
    name: "embed",
    from: ["tokens"],
    to: "embeddings",
    async run(inputs) {
      const { embedder } = await models.current();
      const texts = inputs.flatMap((input) => [
        embeddable(input.query, input.queryText),
        ...input.products.map(({ title, text }) => embeddable(title, text)),
      ]);
      const vectors = await embedder.embed(texts);
      let next = 0;
      return inputs.map((input) => {
        const queryVector = toBuffer(encodeVector(vectors[next++]!));
        const products = input.products.map((product) => ({
          ...product,
          vector: toBuffer(encodeVector(vectors[next++]!)),
        }));
        return { emit: [{ ...input, space: embedder.space, queryVector, products }] };
      });
    },
  };
}
