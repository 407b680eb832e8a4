import { isSignedIn, signOut } from "../api/token.ts";
import { views } from "../views/index.ts";
import { type ViewName, viewNames } from "../views/names.ts";
import markUrl from "./mark.svg";
import { chooseTheme, type Theme, theme } from "./theme.ts";

/** The views to choose from, and how the page looks. */
export function Navigation({ current }: { readonly current: ViewName | undefined }) {
  return (
    <header class="navigation">
      <a class="name" href="/">
        <img src={markUrl} alt="" width="20" height="20" />
        Twinstream
      </a>
      <nav aria-label="Views">
        <ul>
          {viewNames.map((name) => (
            <li key={name}>
              <a href={`/${name}`} aria-current={name === current ? "page" : undefined}>
                {views[name].title}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <div class="settings">
        <ThemeChoice />
        <a class="small" href="/api">
          API
        </a>
        {isSignedIn.value && (
          <button type="button" class="plain small" onClick={signOut}>
            Sign out
          </button>
        )}
      </div>
    </header>
  );
}

const themes: { readonly [name in Theme]: string } = { system: "As the system", light: "Light", dark: "Dark" };

function ThemeChoice() {
  return (
    <label class="small">
      <span class="unseen">Theme</span>
      <select value={theme.value} onChange={(event) => chooseTheme(event.currentTarget.value as Theme)}>
        {Object.entries(themes).map(([name, title]) => (
          <option key={name} value={name}>
            {title}
          </option>
        ))}
      </select>
    </label>
  );
}
