import { useEffect, useState } from "preact/hooks";
import { address, go, withQuery } from "../../shell/address.ts";

/** Whom something is to be recommended to. */
export function VisitorForm({ user }: { readonly user: string }) {
  const [typed, setTyped] = useState(user);
  useEffect(() => setTyped(user), [user]);
  return (
    <form
      class="visitor-form"
      onSubmit={(event) => {
        event.preventDefault();
        go(withQuery({ path: address.value.path, query: new URLSearchParams() }, { user: typed.trim() }));
      }}
    >
      <label for="visitor">or see what is recommended to the visitor</label>
      <input
        id="visitor"
        placeholder="ID"
        autocomplete="off"
        spellcheck={false}
        maxLength={200}
        value={typed}
        onInput={(event) => setTyped(event.currentTarget.value)}
      />
      <button type="submit" disabled={typed.trim() === ""}>
        Recommend
      </button>
    </form>
  );
}
