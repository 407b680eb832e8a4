import type { Clock } from "../../connectors/clock.ts";
import { loadTwoTower, type TwoTowerModel } from "../../models/two-tower/two-tower-model.ts";
import { TwinstreamError } from "../../schemas/errors.ts";
import { Lent } from "../retrieval/lent.ts";
import { surroundings } from "../surroundings.ts";
import type { Recommenders } from "./keep-recommender.ts";
import { TowerCatalog } from "./tower-catalog.ts";

/** How long what was seen of the folder holds. */
const lookEveryMs = 1_000;

/** A model that recommends, its reference, and what keeps its products as the shop sells them. */
export interface OpenRecommender {
  readonly reference: string;
  readonly model: TwoTowerModel;
  readonly catalog: TowerCatalog;
}

/** The recommender in use, loaded when somebody asks for the first time, and again when another one is put to use. */
export class LiveRecommender {
  readonly #recommenders: Recommenders;
  readonly #clock: Clock;
  readonly #notice: (text: string) => void;
  #open: Lent<OpenRecommender> | undefined;
  #lookedAt = Number.NEGATIVE_INFINITY;
  #looking: Promise<void> | undefined;

  /** `notice` is told when the model in use can't be loaded; the one before goes on. */
  constructor(recommenders: Recommenders, clock: Clock, notice: (text: string) => void) {
    this.#recommenders = recommenders;
    this.#clock = clock;
    this.#notice = notice;
  }

  /** Does some work with the model in use; undefined where there is none. */
  async use<Result>(work: (open: OpenRecommender) => Promise<Result>): Promise<Result | undefined> {
    this.#looking ??= this.#look().finally(() => {
      this.#looking = undefined;
    });
    await this.#looking;
    return this.#open?.use(work);
  }

  async close(): Promise<void> {
    await this.#looking;
    const open = this.#open;
    this.#open = undefined;
    await open?.retire(() => open.thing.model.close());
  }

  async #look(): Promise<void> {
    const now = this.#clock.now();
    if (now - this.#lookedAt < lookEveryMs) return;
    this.#lookedAt = now;
    try {
      const reference = await this.#recommenders.current();
      if (reference === undefined || reference === this.#open?.thing.reference) return;
      const model = await loadTwoTower(await this.#recommenders.files(reference), surroundings);
      const before = this.#open;
      this.#open = new Lent({ reference, model, catalog: new TowerCatalog(model.placed) });
      await before?.retire(() => before.thing.model.close());
    } catch (error) {
      if (!(error instanceof TwinstreamError)) throw error;
      this.#notice(`recommendations are made as before: ${error.message}`);
    }
  }
}
