/** An event that a server sent. */
export interface ServerEvent {
  /** `message` unless the server names it. */
  readonly name: string;
  readonly data: string;
}

/** The events of a stream, as `EventSource` reads them: that one can't send a token. */
export async function* serverEvents(stream: ReadableStream<Uint8Array>): AsyncGenerator<ServerEvent> {
  const decoder = new TextDecoder();
  const reader = stream.getReader();
  let text = "";
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      text += decoder.decode(value, { stream: true });
      const blocks = text.split("\n\n");
      text = blocks.pop()!;
      for (const block of blocks) yield eventOf(block);
    }
  } finally {
    await reader.cancel().catch(() => "it has broken off already");
  }
}

function eventOf(block: string): ServerEvent {
  const fields = block.split("\n").map((line) => /^(\w+): ?(.*)$/.exec(line) ?? ["", "", ""]);
  const of = (name: string) => fields.filter(([, field]) => field === name).map(([, , value]) => value);
  return { name: of("event")[0] ?? "message", data: of("data").join("\n") };
}
