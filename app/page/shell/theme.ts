import { signal } from "@preact/signals";

/** How the page looks: as the system does, unless a person says otherwise. */
export type Theme = "system" | "light" | "dark";

const kept = "twinstream-theme";

/** The theme that is chosen. */
export const theme = signal<Theme>(read());

apply(theme.value);

/** Chooses a theme, for later visits too. */
export function chooseTheme(chosen: Theme): void {
  theme.value = chosen;
  localStorage.setItem(kept, chosen);
  apply(chosen);
}

function read(): Theme {
  const chosen = localStorage.getItem(kept);
  return chosen === "light" || chosen === "dark" ? chosen : "system";
}

function apply(chosen: Theme): void {
  if (chosen === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = chosen;
}
