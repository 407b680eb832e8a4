import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";

/** What an import names and how. */
export interface Import {
  /** The file, from the repository's root, or the package or `node:` module. */
  readonly target: string;
  /** Whether it is gone when the program runs. */
  readonly isTypeOnly: boolean;
}

/** What a file offers to others. */
export interface Export {
  readonly name: string;
  readonly kind: "function" | "class" | "value" | "type";
  readonly isDocumented: boolean;
}

/** What the house rules ask of one TypeScript file. */
export interface SourceFile {
  /** From the repository's root, with `/`. */
  readonly path: string;
  readonly lines: number;
  readonly imports: readonly Import[];
  readonly exports: readonly Export[];
  /** Uses of the outer world: `Date.now`, `new Date()`, `Math.random`, `fetch(`. */
  readonly uses: readonly string[];
}

/** Every TypeScript file of some folders, parsed. */
export function readSourceFiles(rooms: readonly string[]): readonly SourceFile[] {
  return rooms.flatMap((room) =>
    readdirSync(room, { recursive: true, encoding: "utf8" })
      .filter((file) => /\.tsx?$/.test(file) && !file.endsWith(".d.ts"))
      .sort()
      .map((file) => join(room, file).replaceAll("\\", "/"))
      .map((path) => parseSourceFile(path, readFileSync(path, "utf8"))),
  );
}

/** Parses the text of one file; nothing is resolved or type-checked. */
export function parseSourceFile(path: string, text: string): SourceFile {
  const tree = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const imports: Import[] = [];
  const uses: string[] = [];
  visit(tree, (node) => {
    const found = importOf(node);
    if (found !== undefined) imports.push({ ...found, target: resolveImport(path, found.target) });
    const use = useOf(node);
    if (use !== undefined) uses.push(use);
  });
  const lines = text.split("\n").length - (text.endsWith("\n") ? 1 : 0);
  return { path, lines, imports, exports: tree.statements.flatMap(exportsOf), uses };
}

function visit(node: ts.Node, see: (node: ts.Node) => void): void {
  see(node);
  ts.forEachChild(node, (child) => visit(child, see));
}

function importOf(node: ts.Node): Import | undefined {
  if (ts.isImportDeclaration(node)) return named(node.moduleSpecifier, isTypeOnlyImport(node.importClause));
  if (ts.isExportDeclaration(node)) return named(node.moduleSpecifier, node.isTypeOnly);
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) return named(node.argument.literal, true);
  const isDynamic = ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword;
  return isDynamic ? named(node.arguments[0], false) : undefined;
}

function named(specifier: ts.Node | undefined, isTypeOnly: boolean): Import | undefined {
  return specifier && ts.isStringLiteralLike(specifier) ? { target: specifier.text, isTypeOnly } : undefined;
}

function isTypeOnlyImport(clause: ts.ImportClause | undefined): boolean {
  if (clause === undefined) return false;
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
  const bindings = clause.namedBindings;
  if (clause.name !== undefined || bindings === undefined || !ts.isNamedImports(bindings)) return false;
  return bindings.elements.length > 0 && bindings.elements.every((element) => element.isTypeOnly);
}

/** A relative import as a path from the root; anything else as it stands. */
function resolveImport(from: string, target: string): string {
  return target.startsWith(".") ? join(from, "..", target).replaceAll("\\", "/") : target;
}

function useOf(node: ts.Node): string | undefined {
  if (ts.isPropertyAccessExpression(node)) {
    const text = `${node.expression.getText()}.${node.name.text}`.replace(/^globalThis\./, "");
    return ["Date.now", "Math.random"].includes(text) ? text : undefined;
  }
  if (ts.isNewExpression(node) && node.expression.getText() === "Date" && !node.arguments?.length) return "new Date()";
  if (!ts.isCallExpression(node)) return undefined;
  return /^(globalThis\.)?fetch$/.test(node.expression.getText()) ? "fetch(" : undefined;
}

function exportsOf(statement: ts.Statement): readonly Export[] {
  const isExported =
    ts.canHaveModifiers(statement) &&
    ts.getModifiers(statement)?.some((modifier) => modifier.kind === ts.SyntaxKind.ExportKeyword);
  if (!isExported) return [];
  const isDocumented = ts.getJSDocCommentsAndTags(statement).some(ts.isJSDoc);
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.map((declaration) => ({
      name: declaration.name.getText(),
      kind: isFunction(declaration.initializer) ? "function" : "value",
      isDocumented,
    }));
  }
  const name = (statement as ts.DeclarationStatement).name?.getText() ?? "default";
  if (ts.isFunctionDeclaration(statement)) return [{ name, kind: "function", isDocumented }];
  return [{ name, kind: ts.isClassDeclaration(statement) ? "class" : "type", isDocumented }];
}

function isFunction(initializer: ts.Expression | undefined): boolean {
  return initializer !== undefined && (ts.isArrowFunction(initializer) || ts.isFunctionExpression(initializer));
}
