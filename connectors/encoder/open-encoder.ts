import { TwinstreamError } from "../../schemas/errors.ts";
import { batchesByLength } from "./batches-by-length.ts";
import { type EncoderPlaces, findEncoder } from "./find-encoder.ts";
import { meanPooling } from "./mean-pooling.ts";
import { isBatchable, type Precision, precisionOf } from "./precision.ts";
import { loadTransformers, type Transformers } from "./transformers.ts";
import { shapeOf, weightsName } from "./weights-name.ts";

/** How an encoder is opened. */
export interface EncoderOptions extends EncoderPlaces {
  /** Which of the weights to take; `fp32` unless said. */
  readonly dtype?: string | undefined;
  /** Threads that a batch may use; 1 unless said. */
  readonly threads?: number | undefined;
  /** Tokens of a batch, padding included; larger ones are no faster on a CPU. */
  readonly tokensPerBatch?: number | undefined;
}

/** A pretrained net that turns sentences into vectors of unit length, ready to run. */
export interface Encoder {
  /** Names weights and tokenizer: equal names mean equal vectors. */
  readonly name: string;
  /** The folder that it was read from. */
  readonly source: string;
  readonly dimensions: number;
  /** One vector per text, in order; of a long text its first 256 tokens. Blocks the event loop for a batch at a time. */
  encode(texts: readonly string[]): Promise<readonly Float32Array[]>;
  close(): Promise<void>;
}

/** As sentence-transformers has it for the MiniLM models. */
const maxTokens = 256;
const pooling = `mean of ${maxTokens} tokens`;

/** Opens a sentence encoder by folder or hub name. Throws MODEL_NOT_FOUND, saying how to get one, and FILE_UNREADABLE for files of something else. */
export async function openEncoder(source: string, options: EncoderOptions = {}): Promise<Encoder> {
  const precision = precisionOf(options.dtype ?? "fp32");
  const folder = await findEncoder(source, precision, options);
  const { dimensions } = await shapeOf(folder);
  const name = await weightsName(folder, precision, pooling);
  const { tokenize, model, Tensor } = await openFolder(folder, precision, options);
  const tokensPerBatch = isBatchable(precision) ? (options.tokensPerBatch ?? 512) : 1;

  const encodeBatch = async (batch: readonly (readonly number[])[]) => {
    const width = batch.reduce((longest, { length }) => Math.max(longest, length), 0);
    const { last_hidden_state: hidden } = await model(inputsOf(batch, width, Tensor));
    const lengths = batch.map(({ length }) => length);
    return meanPooling(hidden.data as Float32Array, lengths, { width, dimensions });
  };
  return {
    name,
    source: folder,
    dimensions,
    async encode(texts) {
      const tokens = texts.map(tokenize);
      const vectors: Float32Array[] = Array(texts.length);
      const lengths = tokens.map(({ length }) => length);
      for (const batch of batchesByLength(lengths, tokensPerBatch)) {
        const encoded = await encodeBatch(batch.map((text) => tokens[text]!));
        batch.forEach((text, i) => {
          vectors[text] = encoded[i]!;
        });
      }
      return vectors;
    },
    async close() {
      await model.dispose();
    },
  };
}

async function openFolder(folder: string, precision: Precision, { threads = 1 }: EncoderOptions) {
  const { AutoModel, AutoTokenizer, Tensor } = await loadTransformers();
  const session = {
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    // lengths change with each batch, so a remembered memory plan is of no use
    enableMemPattern: false,
    // threads that spin while they wait for each other take the cores from all else: on a busy machine a third of the speed
    extra: { session: { intra_op: { allow_spinning: "0" } } },
  };
  try {
    const tokenizer = await AutoTokenizer.from_pretrained(folder, { local_files_only: true });
    const model = await AutoModel.from_pretrained(folder, {
      local_files_only: true,
      dtype: precision,
      session_options: session,
    });
    const tokenize = (text: string): readonly number[] =>
      tokenizer(text, { truncation: true, max_length: maxTokens, return_tensor: false }).input_ids;
    return { tokenize, model, Tensor };
  } catch (error) {
    throw new TwinstreamError(
      "FILE_UNREADABLE",
      `the encoder in "${folder}" can't be opened: ${(error as Error).message}; copy the model anew`,
      error,
    );
  }
}

/** Tokens padded to one width, what is padding, and that all are of one sentence. */
function inputsOf(batch: readonly (readonly number[])[], width: number, Tensor: Transformers["Tensor"]) {
  const shape = [batch.length, width];
  const tokens = new BigInt64Array(batch.length * width);
  const mask = new BigInt64Array(batch.length * width);
  batch.forEach((text, row) => {
    tokens.set(text.map(BigInt), row * width);
    mask.fill(1n, row * width, row * width + text.length);
  });
  return {
    input_ids: new Tensor("int64", tokens, shape),
    attention_mask: new Tensor("int64", mask, shape),
    token_type_ids: new Tensor("int64", new BigInt64Array(tokens.length), shape),
  };
}
