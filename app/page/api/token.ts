import { signal } from "@preact/signals";

const kept = "twinstream-token";

/** Whether the server asks for a token: `refused` when it knows the one that was given for nobody's. */
export const isTokenAsked = signal<false | "missing" | "refused">(false);

/** How often somebody has signed in: what asked in vain before asks again when it changes. */
export const signIns = signal(0);

/** Whether this tab has a token. */
export const isSignedIn = signal(currentToken() !== undefined);

/** The token of this tab. */
export function currentToken(): string | undefined {
  return sessionStorage.getItem(kept) ?? undefined;
}

/** Takes a token for everything that is asked from now on, until the tab is closed. */
export function signIn(token: string): void {
  sessionStorage.setItem(kept, token);
  isSignedIn.value = true;
  isTokenAsked.value = false;
  signIns.value += 1;
}

/** Forgets the token and, as the page is loaded anew, all that was shown by it. */
export function signOut(): void {
  sessionStorage.removeItem(kept);
  location.reload();
}

/** Has a person sign in: the server took this token for nobody's. */
export function askForToken(sent: string | undefined): void {
  // what was sent before somebody signed in says nothing about the token of now
  if (sent !== currentToken()) return;
  isTokenAsked.value = sent === undefined ? "missing" : "refused";
}
