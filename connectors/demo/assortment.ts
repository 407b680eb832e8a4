import type { Department, ProductTypeSpec } from "./department.ts";
import { appliances } from "./departments/appliances.ts";
import { building } from "./departments/building.ts";
import { doorsWindows } from "./departments/doors-windows.ts";
import { electrical } from "./departments/electrical.ts";
import { flooring } from "./departments/flooring.ts";
import { garden } from "./departments/garden.ts";
import { hardware } from "./departments/hardware.ts";
import { heatingCooling } from "./departments/heating-cooling.ts";
import { kitchenBath } from "./departments/kitchen-bath.ts";
import { lighting } from "./departments/lighting.ts";
import { paint } from "./departments/paint.ts";
import { plumbing } from "./departments/plumbing.ts";
import { storageCleaning } from "./departments/storage-cleaning.ts";
import { tools } from "./departments/tools.ts";

const departments: readonly Department[] = [
  tools,
  hardware,
  plumbing,
  kitchenBath,
  electrical,
  lighting,
  building,
  flooring,
  paint,
  doorsWindows,
  garden,
  heatingCooling,
  appliances,
  storageCleaning,
];

/** An attribute's name and one of its values, as titles write it. */
export interface Trait {
  readonly attribute: string;
  readonly value: string;
}

/** A name that shoppers use for a type, and the traits that it implies ("gas dryer" is a dryer with fuel "Gas"). */
export interface ShopperName {
  readonly text: string;
  readonly implies: readonly Trait[];
}

/** A type of product with all that follows from the tables. */
export interface ProductType {
  readonly index: number;
  readonly name: string;
  readonly department: Department;
  readonly spec: ProductTypeSpec;
  /** The first is the usual one. */
  readonly names: readonly ShopperName[];
  /** Traits shoppers may ask for. */
  readonly traits: readonly Trait[];
}

/** Attributes that nobody types into a search box. */
const unasked = new Set([
  "count",
  "coverage",
  "extra",
  "set",
  "pockets",
  "spaces",
  "circuits",
  "outlets",
  "kit",
  "metric",
  "end",
  "joules",
]);
const sameDepartmentFit = 0.07;
const accessoryFit = 0.4;
const accessoryOfFit = 0.32;
const similarFit = 0.62;

/** All product types, in the order of the tables. */
export const productTypes: readonly ProductType[] = departments
  .flatMap((department) => Object.entries(department.types).map(([name, spec]) => ({ department, name, spec })))
  .map((type, index) => ({ ...type, index, names: namesOf(type.name, type.spec), traits: traitsOf(type.spec) }));

const byName = new Map(productTypes.map((type) => [type.name, type]));
const fits = fitTable();
const byWord = typesByWord();
const confusable = productTypes.map(typesSharingWords);

/** The type of a name in the tables; an unknown name is a bug in them. */
export function typeNamed(name: string): ProductType {
  const type = byName.get(name);
  if (type === undefined) throw new Error(`no product type is called "${name}"`);
  return type;
}

/** How well a product of type `found` serves one who asked for type `asked`, from 0 to 1. */
export function typeFit(asked: number, found: number): number {
  return fits[asked * productTypes.length + found]!;
}

/** Types that go together with a type or replace it. */
export function relatedTypes(type: ProductType): readonly ProductType[] {
  return [...(type.spec.accessories ?? []), ...(type.spec.similar ?? [])].map(typeNamed);
}

/** Types that a search engine takes for a type because their names share a word. */
export function confusableTypes(type: ProductType): readonly ProductType[] {
  return confusable[type.index]!;
}

function traitsOf(spec: ProductTypeSpec): Trait[] {
  return Object.entries(spec.attributes)
    .filter(([attribute]) => !unasked.has(attribute))
    .flatMap(([attribute, values]) => [...new Set(values)].filter(Boolean).map((value) => ({ attribute, value })));
}

function namesOf(name: string, spec: ProductTypeSpec): ShopperName[] {
  const traits = traitsOf(spec);
  return [name, ...(spec.called ?? [])].map((text) => ({
    text,
    implies: text === name ? [] : traits.filter(({ value }) => ` ${text} `.includes(` ${plainWords(value)} `)),
  }));
}

function plainWords(value: string): string {
  return value
    .toLowerCase()
    .replace(/[-/]/g, " ")
    .replace(/[().,]/g, "")
    .trim();
}

function fitTable(): Float32Array {
  const count = productTypes.length;
  const table = new Float32Array(count * count);
  const raise = (asked: number, found: number, fit: number): void => {
    table[asked * count + found] = Math.max(table[asked * count + found]!, fit);
  };
  for (const type of productTypes) {
    raise(type.index, type.index, 1);
    for (const name of type.spec.accessories ?? []) {
      raise(type.index, typeNamed(name).index, accessoryFit);
      raise(typeNamed(name).index, type.index, accessoryOfFit);
    }
    for (const name of type.spec.similar ?? []) {
      raise(type.index, typeNamed(name).index, similarFit);
      raise(typeNamed(name).index, type.index, similarFit);
    }
    for (const other of productTypes) {
      if (other.department === type.department) raise(type.index, other.index, sameDepartmentFit);
    }
  }
  return table;
}

function typesSharingWords(type: ProductType): ProductType[] {
  const sharing = new Set(type.name.split(" ").flatMap((word) => byWord.get(word)!));
  sharing.delete(type);
  return [...sharing].sort((a, b) => a.index - b.index);
}

function typesByWord(): ReadonlyMap<string, readonly ProductType[]> {
  const found = new Map<string, ProductType[]>();
  for (const type of productTypes) {
    for (const word of new Set(type.names.flatMap(({ text }) => text.split(" "))))
      found.set(word, [...(found.get(word) ?? []), type]);
  }
  return found;
}
