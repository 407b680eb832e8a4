/** The value at a path of an event, such as `products[2].title`; undefined where there is none. A key with a dot in it is found, too. */
export function valueAt(event: unknown, path: string): unknown {
  if (path === "") return event;
  if (typeof event !== "object" || event === null) return undefined;
  const begun = Array.isArray(event) ? /^\[(\d+)\]\.?/.exec(path) : undefined;
  if (begun) return valueAt((event as readonly unknown[])[Number(begun[1])], path.slice(begun[0].length));
  const names = Object.keys(event).filter((name) => path === name || /^[.[]/.test(path.slice(name.length)));
  const name = names.filter((each) => path.startsWith(each)).sort((a, b) => b.length - a.length)[0];
  if (name === undefined) return undefined;
  return valueAt((event as Readonly<Record<string, unknown>>)[name], path.slice(name.length).replace(/^\./, ""));
}
