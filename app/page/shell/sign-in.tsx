import { useEffect, useRef, useState } from "preact/hooks";
import { isTokenAsked, signIn } from "../api/token.ts";

/** Asks for a token as soon as the server does; it is kept until one signs out or closes the tab. */
export function SignIn() {
  const dialog = useRef<HTMLDialogElement>(null);
  const [token, setToken] = useState("");
  const isAsked = isTokenAsked.value;
  useEffect(() => {
    if (isAsked) dialog.current?.showModal();
    else dialog.current?.close();
  }, [isAsked]);
  return (
    <dialog ref={dialog} class="sign-in" aria-labelledby="sign-in-title" onCancel={(event) => event.preventDefault()}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (token.trim() !== "") signIn(token.trim());
          setToken("");
        }}
      >
        <h1 id="sign-in-title">Sign in</h1>
        <p class="quiet">
          This server asks for a token. Whoever runs it finds yours in the file of <code>--tokens</code>.
        </p>
        <label>
          Token
          <input
            type="password"
            autocomplete="current-password"
            value={token}
            onInput={(event) => setToken(event.currentTarget.value)}
          />
        </label>
        {isAsked === "refused" && (
          <p class="refused" role="alert">
            Nobody has this token. Look for letters too many or too few.
          </p>
        )}
        <button type="submit" class="primary" disabled={token.trim() === ""}>
          Sign in
        </button>
        <p class="small quiet">The token stays in this tab until you sign out or close it.</p>
      </form>
    </dialog>
  );
}
