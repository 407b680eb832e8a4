import { codecs } from "../../../schemas/codec.ts";
import { entryTopics } from "../../feed.ts";
import type { ImportedEvent, Preset, Reading, RowValues } from "../preset.ts";

/** Twinstream's own events, one `{"topic": ..., "event": ...}` a line, as `generate --output` writes them. What names an earlier search follows it to its new id. */
export const events: Preset = {
  name: "events",
  doc: "Twinstream's own events as JSON lines, as `generate --output` writes them",
  columns: [["topic"], ["event"]],
  open: (run) => ({
    read: (values) => [readEvent(values, (id) => run.ownId(id))],
  }),
};

function readEvent({ topic, event }: RowValues, ownId: (id: string) => string): Reading {
  const known = entryTopics.find((name) => name === topic);
  if (known === undefined)
    return { error: `the topic ${JSON.stringify(topic ?? null)} is none of ${entryTopics.join(", ")}` };
  try {
    codecs[known].encode(event as never);
  } catch (error) {
    return { error: `not an event of topic "${known}": ${(error as Error).message}` };
  }
  return { imported: renamed({ topic: known, event } as ImportedEvent, ownId) };
}

function renamed(imported: ImportedEvent, ownId: (id: string) => string): ImportedEvent {
  if (imported.topic === "catalog") return imported;
  const eventId = ownId(imported.event.eventId);
  if (imported.topic === "searches") return { topic: "searches", event: { ...imported.event, eventId } };
  const refersTo = imported.event.refersTo === null ? null : ownId(imported.event.refersTo);
  return { topic: imported.topic, event: { ...imported.event, eventId, refersTo } } as ImportedEvent;
}
