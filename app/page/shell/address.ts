import { signal } from "@preact/signals";

/** Where the page is: its address, without the server's name. Views read `path` and `query`, and change them by `go`. */
export const address = signal(here());

/** A place of the page. */
export interface Place {
  /** Such as `/search`. */
  readonly path: string;
  readonly query: URLSearchParams;
}

/** Goes to another place of the page, such as `/search?q=fan`; `replace` leaves no step to go back to. */
export function go(to: string, { replace = false } = {}): void {
  if (replace) history.replaceState(null, "", to);
  else history.pushState(null, "", to);
  address.value = here();
}

/** The address of a place with parts of its query changed; undefined takes one away. */
export function withQuery({ path, query }: Place, changes: Readonly<Record<string, string | undefined>>): string {
  const changed = new URLSearchParams(query);
  for (const [name, value] of Object.entries(changes)) {
    if (value === undefined || value === "") changed.delete(name);
    else changed.set(name, value);
  }
  return changed.size === 0 ? path : `${path}?${changed}`;
}

/** Follows links within the page, and the browser's back and forward, without loading the page anew. */
export function followLinks(isOurs: (path: string) => boolean): void {
  addEventListener("popstate", () => {
    address.value = here();
  });
  addEventListener("click", (event) => {
    const link = (event.target as Element).closest?.("a");
    if (link === null || link === undefined || event.defaultPrevented || event.button !== 0) return;
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    if (link.target !== "" || link.hasAttribute("download") || link.origin !== location.origin) return;
    if (link.hash !== "" || !isOurs(link.pathname)) return;
    event.preventDefault();
    go(link.pathname + link.search);
  });
}

function here(): Place {
  return { path: location.pathname, query: new URLSearchParams(location.search) };
}
