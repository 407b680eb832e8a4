import { useEffect, useRef, useState } from "preact/hooks";
import { address, go, withQuery } from "../../shell/address.ts";

/** Where a visitor types; `/` leads here from anywhere on the page. */
export function QueryForm({ query }: { readonly query: string }) {
  const [typed, setTyped] = useState(query);
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => setTyped(query), [query]);
  useEffect(() => {
    const focus = (event: KeyboardEvent) => {
      if (event.key !== "/" || event.ctrlKey || event.metaKey || isTyping(event.target)) return;
      event.preventDefault();
      input.current?.select();
    };
    addEventListener("keydown", focus);
    return () => removeEventListener("keydown", focus);
  }, []);
  return (
    <search>
      <form
        class="query-form"
        onSubmit={(event) => {
          event.preventDefault();
          go(withQuery({ path: address.value.path, query: new URLSearchParams() }, { q: typed.trim() }));
        }}
      >
        <label class="unseen" for="query">
          What is searched
        </label>
        <input
          id="query"
          ref={input}
          type="search"
          enterkeyhint="search"
          placeholder="Search the catalog"
          autocomplete="off"
          spellcheck={false}
          maxLength={200}
          value={typed}
          onInput={(event) => setTyped(event.currentTarget.value)}
        />
        <kbd title="Press / to type">/</kbd>
        <button type="submit" class="primary" disabled={typed.trim() === ""}>
          Search
        </button>
      </form>
    </search>
  );
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest("input, textarea, select, [contenteditable]") !== null;
}
