import type { Season } from "./seasons.ts";

/** A kind of product, as its department's table describes it. The key in the table is what shoppers call it most. */
export interface ProductTypeSpec {
  /** Title after the brand; `{name}` stands for an attribute's value. */
  readonly title: string;
  /** Other names shoppers use. */
  readonly called?: readonly string[];
  /** Lowest and highest price of a middling brand. */
  readonly price: readonly [low: number, high: number];
  /** The attribute whose values stand from cheap to dear; without one, prices are spread at random. */
  readonly pricedBy?: string;
  /** Attributes whose values grow with those of `pricedBy`. */
  readonly scaled?: readonly string[];
  /** The values of each attribute as titles write them, the usual ones first unless the type is priced by it; "" is a product without. */
  readonly attributes: Readonly<Record<string, readonly string[]>>;
  /** Types that go with it: their names in the tables. */
  readonly accessories?: readonly string[];
  /** Types that a shopper may take instead. */
  readonly similar?: readonly string[];
  /** How many products and searches it has against others; 1 unless said. */
  readonly popularity?: number;
  readonly season?: Season;
}

/** The product types of a department, by name. */
type ProductTypeTable = Readonly<Record<string, ProductTypeSpec>>;

/** A part of the shop. */
export interface Department {
  readonly name: string;
  /** Invented names, by how much they cost. */
  readonly brands: {
    readonly premium: readonly string[];
    readonly middle: readonly string[];
    readonly value: readonly string[];
  };
  /** True where the trade buys, early in the day; others are browsed in the evening. */
  readonly isTrade: boolean;
  /** Closing lines of descriptions. */
  readonly promises: readonly string[];
  readonly types: ProductTypeTable;
}
