import type { ComponentChildren } from "preact";
import { momentText } from "./moment-text.ts";
import type { Change } from "./release-dialog.tsx";
import { championBefore, type Role, type Standing } from "./standing.ts";

interface RolesProps {
  readonly standing: Standing;
  readonly ask: (change: Change) => void;
}

/** Who scores, and who scores in its shadow. */
export function Roles({ standing, ask }: RolesProps) {
  const { champion, challenger } = standing;
  const before = championBefore(standing);
  return (
    <ul class="roles">
      <RoleCard plays="champion" reference={champion} standing={standing}>
        {champion !== null && before !== undefined && (
          <button type="button" onClick={() => ask({ kind: "roll back", from: champion, to: before })}>
            Roll back to {before} …
          </button>
        )}
      </RoleCard>
      <RoleCard plays="challenger" reference={challenger} standing={standing}>
        {challenger !== null && (
          <button type="button" onClick={() => ask({ kind: "withdraw", model: challenger })}>
            Withdraw …
          </button>
        )}
      </RoleCard>
    </ul>
  );
}

const told: { readonly [role in Role]: { readonly does: string; readonly nobody: string } } = {
  champion: { does: "Its scores are what the shop gets.", nobody: "Promote a model: until then nothing is scored." },
  challenger: {
    does: "It scores the same searches and changes nothing; Quality sets both beside each other.",
    nobody: "Let a model score beside the champion before it is promoted: choose one below.",
  },
};

interface CardProps {
  readonly plays: Role;
  readonly reference: string | null;
  readonly standing: Standing;
  readonly children: ComponentChildren;
}

function RoleCard({ plays: role, reference, standing, children }: CardProps) {
  const since = standing.releases.find((release) => release.role === role && release.to === reference);
  return (
    <li class={`role ${role}`}>
      <h2>{role === "champion" ? "Champion" : "Challenger"}</h2>
      <p class={reference === null ? "name quiet" : "name"}>{reference ?? "nobody"}</p>
      <p class="small quiet">{reference === null ? told[role].nobody : told[role].does}</p>
      {reference !== null && since !== undefined && (
        <p class="small quiet">
          Since {momentText(since.time)}, {since.reason}
        </p>
      )}
      <p class="do">{children}</p>
    </li>
  );
}
