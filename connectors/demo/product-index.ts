import type { ProductType, Trait } from "./assortment.ts";
import type { Product } from "./product.ts";

const none: readonly Product[] = [];

/** Finds products by type, trait and brand; the most popular come first. */
export class ProductIndex {
  readonly products: readonly Product[];
  readonly #lists = new Map<string, Product[]>();

  constructor(products: readonly Product[]) {
    this.products = products.toSorted((a, b) => b.popularity - a.popularity);
    for (const product of this.products) {
      this.#add(typeKey(product.type), product);
      this.#add(brandKey(product.brand), product);
      this.#add(typeKey(product.type) + brandKey(product.brand), product);
      this.#add(product.type.department.name, product);
      for (const [attribute, value] of Object.entries(product.values)) {
        this.#add(traitKey(product.type, { attribute, value }), product);
      }
    }
  }

  ofType(type: ProductType): readonly Product[] {
    return this.#lists.get(typeKey(type)) ?? none;
  }

  ofBrand(brand: string): readonly Product[] {
    return this.#lists.get(brandKey(brand)) ?? none;
  }

  ofTypeAndBrand(type: ProductType, brand: string): readonly Product[] {
    return this.#lists.get(typeKey(type) + brandKey(brand)) ?? none;
  }

  /** Products of a type that have the trait. */
  withTrait(type: ProductType, trait: Trait): readonly Product[] {
    return this.#lists.get(traitKey(type, trait)) ?? none;
  }

  inDepartmentOf(type: ProductType): readonly Product[] {
    return this.#lists.get(type.department.name) ?? none;
  }

  #add(key: string, product: Product): void {
    const list = this.#lists.get(key);
    if (list === undefined) this.#lists.set(key, [product]);
    else list.push(product);
  }
}

function typeKey(type: ProductType): string {
  return `${type.index}|`;
}

function brandKey(brand: string): string {
  return `brand ${brand}`;
}

function traitKey(type: ProductType, trait: Trait): string {
  return `${type.index}|${trait.attribute}=${trait.value}`;
}
