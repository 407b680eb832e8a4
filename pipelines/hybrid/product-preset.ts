import { TwinstreamError } from "../../schemas/errors.ts";

/** A product as a row of a file tells it. */
export interface ProductRow {
  readonly id: string;
  readonly title: string;
  readonly category: string;
  /** Where its picture may be, in a folder of pictures: the first that is there counts. */
  readonly pictures: readonly string[];
}

/** How rows of a known kind of file become products. */
export interface ProductPreset {
  /** The columns it can't do without. */
  readonly columns: readonly string[];
  read(values: Readonly<Record<string, unknown>>): ProductRow;
}

const mappedFields = ["product_id", "title", "category", "picture"] as const;

/** The columns of a file that no preset knows, by what they hold. */
export type ProductMap = Readonly<Record<(typeof mappedFields)[number], string>>;

/** Every known kind of file of products with pictures. One more is one more entry. */
export const productPresets = {
  /**
   * Fashion Product Images (Kaggle): titles without the words that state the category, the 40 most frequent kinds of article. Pictures are
   * `images/ID.jpg`, in the tar that the column `shard` names or beside the file.
   */
  fashion: {
    columns: ["id", "title_masked", "articleType"],
    read(values) {
      const [id, shard] = [textOf(values.id), textOf(values.shard)];
      const loose = [`images/${id}.jpg`, `${id}.jpg`];
      return {
        id,
        title: textOf(values.title_masked),
        category: textOf(values.articleType),
        pictures: shard === "" ? loose : [`${shard}/images/${id}.jpg`, ...loose],
      };
    },
  },
} as const satisfies Readonly<Record<string, ProductPreset>>;

/** The reader of a preset or of a map of columns. Throws WRONG_USAGE unless there is one of both. */
export function productReader(preset: string | undefined, map: ProductMap | undefined): ProductPreset {
  if (preset !== undefined && map === undefined) return productPresets[preset as keyof typeof productPresets];
  if (map !== undefined && preset === undefined) return mapped(map);
  const names = Object.keys(productPresets).join(", ");
  const remedy = `--preset ${names}, or --map product_id=COLUMN,title=COLUMN,category=COLUMN,picture=COLUMN`;
  throw new TwinstreamError("WRONG_USAGE", `say what the file is: ${remedy}`);
}

/** Reads `product_id=COLUMN,...`. Throws WRONG_USAGE unless it names each once. */
export function parseProductMap(text: string): ProductMap {
  const given = text.split(",").map((part) => part.split("=").map((side) => side.trim()));
  const map = Object.fromEntries(given);
  const isWhole = mappedFields.every((field) => map[field]) && given.length === mappedFields.length;
  if (isWhole && given.every(({ length }) => length === 2)) return map as ProductMap;
  throw new TwinstreamError("WRONG_USAGE", `--map takes ${mappedFields.map((field) => `${field}=COLUMN`).join(",")}`);
}

function mapped(map: ProductMap): ProductPreset {
  return {
    columns: Object.values(map),
    read(values) {
      const picture = textOf(values[map.picture]);
      return {
        ...{
          id: textOf(values[map.product_id]),
          title: textOf(values[map.title]),
          category: textOf(values[map.category]),
        },
        pictures: picture === "" ? [] : [picture],
      };
    },
  };
}

function textOf(value: unknown): string {
  return value === null || value === undefined ? "" : String(value).trim();
}
