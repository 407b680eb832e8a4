import type { Clock } from "../../connectors/clock.ts";
import type { BatchHandler, EventLog, FollowOptions } from "../../connectors/event-log.ts";
import { logLike } from "../../connectors/log-like.ts";
import { openSchemaRegistry } from "../../connectors/schema-registry/open-schema-registry.ts";
import type { SchemaRegistrySettings } from "../../connectors/schema-registry/settings.ts";
import { TwinstreamError } from "../../schemas/errors.ts";
import { type LearnSchemas, schemaLearner } from "./learn-schemas.ts";
import { registerSchemas } from "./schema-subjects.ts";

/** What waits for a registry tells somebody of. */
export interface RegistryOptions {
  readonly clock: Clock;
  /** Told when a registry is out of reach while records wait for it, and when it is there again. */
  readonly notice: (text: string) => void;
}

const firstWaitMs = 1_000;
const longestWaitMs = 10_000;

/**
 * The same log with a schema registry: what this process writes from now on bears the registry's ids, and whoever reads or follows gets entries
 * whose schemas the codecs know. While the registry is out of reach, batches of unknown ids wait in `follow`; `read` throws
 * REGISTRY_UNAVAILABLE. Without settings it is the log itself. When it throws, the log is closed.
 */
export async function withSchemaRegistry(
  log: EventLog,
  settings: SchemaRegistrySettings | undefined,
  options: RegistryOptions,
): Promise<EventLog> {
  if (settings === undefined) return log;
  const registry = openSchemaRegistry(settings, options.clock);
  try {
    await registerSchemas(registry, settings.prefix);
  } catch (error) {
    await log.close();
    throw error;
  }
  return learningLog(log, schemaLearner(registry, options.clock), options);
}

function learningLog(log: EventLog, learn: LearnSchemas, options: RegistryOptions): EventLog {
  return logLike(log, {
    async *read(topic, range) {
      for await (const entries of log.read(topic, range)) {
        await learn(topic, entries);
        yield entries;
      }
    },
    follow: (topic, group, handle, how) => followLearning(log, topic, group, handle, how, patiently(learn, options)),
  });
}

/** What ends the batch that waits for the registry when the following is to end: it is not committed, and nothing is wrong. */
class StoppedWaiting extends Error {}

async function followLearning(
  log: EventLog,
  topic: string,
  group: string,
  handle: BatchHandler,
  options: FollowOptions,
  learn: LearnSchemas,
): Promise<void> {
  // Of several partitions one may have stopped to wait before another fails, and the log tells of the first only.
  let failure: { readonly error: unknown } | undefined;
  const learnThenHandle: BatchHandler = async (entries) => {
    try {
      await learn(topic, entries, options.signal);
      return await handle(entries);
    } catch (error) {
      if (!(error instanceof StoppedWaiting)) failure ??= { error };
      throw error;
    }
  };
  try {
    await log.follow(topic, group, learnThenHandle, options);
  } catch (error) {
    if (!(error instanceof StoppedWaiting)) throw error;
    if (failure !== undefined) throw failure.error;
  }
}

/** Asks again until the registry answers: an outage is no bad input, so nothing is rejected for it and nothing lost. */
function patiently(learn: LearnSchemas, { clock, notice }: RegistryOptions): LearnSchemas {
  return async (topic, entries, signal) => {
    for (let waitMs = firstWaitMs, isTold = false; ; waitMs = Math.min(2 * waitMs, longestWaitMs)) {
      try {
        await learn(topic, entries, signal);
        if (isTold) notice(`the schema registry answers again; "${topic}" goes on`);
        return;
      } catch (error) {
        if (isOfStopping(error, signal))
          throw new StoppedWaiting("stopped while a batch waited for the schema registry");
        if (!isOutage(error)) throw error;
        if (!isTold) notice(`${error.message}; until then records of "${topic}" with a schema of others wait`);
        isTold = true;
        await clock.wait(waitMs, signal);
      }
    }
  };
}

function isOfStopping(error: unknown, signal: AbortSignal | undefined): boolean {
  return signal?.aborted === true && (isOutage(error) || error === signal.reason);
}

function isOutage(error: unknown): error is TwinstreamError {
  return error instanceof TwinstreamError && error.code === "REGISTRY_UNAVAILABLE";
}
