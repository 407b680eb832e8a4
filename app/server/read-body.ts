import type { FastifyInstance } from "fastify";
import { Problem } from "./problems.ts";

const utf8 = new TextDecoder("utf-8", { fatal: true });

/** Takes JSON bodies and no others; one that is not UTF-8 is refused, where the framework would read on with other letters. */
export function readBodiesAsJson(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser("error", "error");
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("application/json", { parseAs: "buffer" }, (request, body, done) => {
    const read = decoded(body as Buffer);
    if (read instanceof Problem) done(read);
    else void parse(request, read, done);
  });
}

/** Takes bodies of some types as the bytes that they are, and no others. */
export function readBodiesAsBytes(app: FastifyInstance, mediaTypes: readonly string[]): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser([...mediaTypes], { parseAs: "buffer" }, (_, body, done) => done(null, body));
  const taken = mediaTypes.join(", ");
  app.addContentTypeParser("*", (_, __, done) => {
    done(new Problem("WRONG_MEDIA_TYPE", `send the body with one of these as its content-type: ${taken}`));
  });
}

function decoded(body: Buffer): string | Problem {
  try {
    return utf8.decode(body);
  } catch {
    return new Problem("MALFORMED_REQUEST", "the body is not UTF-8; encode it so");
  }
}
