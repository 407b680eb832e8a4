import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Clock } from "../../connectors/clock.ts";
import type { DataPlaces } from "../../connectors/files/data-folder.ts";
import { openModelFolder } from "../../connectors/files/model-folder.ts";
import { noPictureFolder, openPictureFolder, type PictureFolder } from "../../connectors/pictures/picture-folder.ts";
import { openSavedHybrid } from "../../models/hybrid/hybrid.ts";
import { hybridKind } from "../../models/hybrid/hybrid-file.ts";
import type { HybridModel } from "../../models/hybrid/hybrid-model.ts";
import type { ClassifierManifest } from "../../schemas/classifier-manifest.ts";
import { TwinstreamError } from "../../schemas/errors.ts";
import { Lent } from "../retrieval/lent.ts";

/** A model that recognises products, and where their pictures are. */
export interface Recognising {
  readonly reference: string;
  readonly model: HybridModel;
  readonly pictures: PictureFolder;
}

/** The newest model that recognises products by picture and title. */
export interface Recogniser {
  /** Does some work with it, which stays open that long; undefined where there is none. */
  use<Result>(work: (recognising: Recognising) => Promise<Result>): Promise<Result | undefined>;
  close(): Promise<void>;
}

const lookEveryMs = 5_000;

/**
 * The newest hybrid model of a data folder, looked for every five seconds while it is used. One that can't be loaded is told to `notice`, and
 * the one before goes on. Throws FILE_NOT_FOUND where the folder of pictures that was named is not there.
 */
export async function openRecogniser(
  folder: Pick<DataPlaces, "classifiers" | "path">,
  pictures: string | undefined,
  clock: Clock,
  notice: (text: string) => void,
): Promise<Recogniser> {
  const usual = join(folder.path, "pictures");
  const named = pictures ?? (existsSync(usual) ? usual : undefined);
  const store = named === undefined ? noPictureFolder : await openPictureFolder(named);
  const models = openModelFolder<ClassifierManifest>(folder.classifiers);
  let current: Lent<Recognising> | undefined;
  let seen: string | undefined;
  let lookedAt = Number.NEGATIVE_INFINITY;
  let looking: Promise<void> | undefined;

  const retire = async (lent: Lent<Recognising> | undefined) => lent?.retire(() => lent.thing.model.close());

  const look = async () => {
    const newest = (await models.list(({ message }) => notice(message))).findLast(({ kind }) => kind === hybridKind);
    if (newest === undefined || newest.reference === seen) return;
    seen = newest.reference;
    const model = await openSavedHybrid(await models.files(seen), { threads: 1 });
    const before = current;
    current = new Lent({ reference: seen, model, pictures: store });
    await retire(before);
  };

  /** Several batches at once look once. */
  const lookNowAndThen = () => {
    if (clock.now() - lookedAt < lookEveryMs && looking === undefined) return undefined;
    lookedAt = clock.now();
    looking ??= look()
      .catch((error: unknown) => {
        if (!(error instanceof TwinstreamError)) throw error;
        notice(`products are recognised as before: ${error.message}`);
      })
      .finally(() => {
        looking = undefined;
      });
    return looking;
  };

  return {
    async use(work) {
      await lookNowAndThen();
      return current?.use(work);
    },
    async close() {
      await looking?.catch(() => {});
      await retire(current);
      current = undefined;
      await store.close();
    },
  };
}
