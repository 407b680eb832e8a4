import swagger from "@fastify/swagger";
import type { FastifyInstance } from "fastify";
import { programVersion } from "../../schemas/program-version.ts";
import type { Schema } from "./schema-text.ts";

/** An OpenAPI document, as far as the program reads it itself. */
export interface ApiDocument {
  readonly openapi: string;
  readonly info: { readonly title: string; readonly version: string; readonly description: string };
  /** By path and method in small letters. */
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

type Content = Readonly<Record<string, { readonly schema: Schema }>>;

/** What one method does at one path. */
export interface Operation {
  readonly summary: string;
  readonly security: readonly object[];
  readonly parameters?: readonly {
    readonly name: string;
    readonly in?: string;
    readonly required?: boolean;
    readonly description?: string;
    readonly schema: Schema;
  }[];
  readonly requestBody?: { readonly content: Content };
  readonly responses: Readonly<Record<string, { readonly content?: Content }>>;
}

/** Writes down every route that is added from now on; gives the document once the server is ready. */
export async function documentRoutes(app: FastifyInstance): Promise<() => ApiDocument> {
  await app.register(swagger, {
    openapi: {
      openapi: "3.1.0",
      info: {
        title: "Twinstream",
        version: programVersion,
        description:
          "Says how relevant products are to what was searched. What is asked and answered is JSON in UTF-8.",
      },
      components: { securitySchemes: { token: { type: "http", scheme: "bearer" } } },
    },
    refResolver: { buildLocalReference: (json) => String(json.$id) },
  });
  return () => app.swagger() as unknown as ApiDocument;
}
