import { address, withQuery } from "../../shell/address.ts";
import { type Model, modelsOf, type Standing } from "./standing.ts";

interface LineageProps {
  readonly model: Model;
  readonly standing: Standing;
}

/** What a model came from, and what came from it. */
export function Lineage({ model, standing }: LineageProps) {
  const models = modelsOf(standing);
  const { parent, embedder, builtFrom = [], reference } = model;
  const within = builtFrom.filter((part) => part !== embedder);
  const kin = [
    { name: "champion when it was trained", references: parent === undefined ? [] : [parent] },
    { name: "embedder lent by", references: embedder === undefined ? [] : [embedder] },
    { name: "built from", references: within },
    { name: "went into", references: models.filter((other) => other.builtFrom?.includes(reference)).map(nameOf) },
    {
      name: "trained since, under its reign",
      references: models.filter((other) => other.parent === reference).map(nameOf),
    },
  ].filter(({ references }) => references.length > 0);
  return (
    <section class="lineage" aria-label="Lineage">
      <h3>Lineage</h3>
      {kin.length === 0 && (
        <p class="small quiet">
          The first of its kind: it was built from nothing else, and no champion was there before it.
        </p>
      )}
      <dl class="facts">
        {kin.map(({ name, references }) => (
          <div key={name}>
            <dt class="quiet">{name}</dt>
            <dd>
              <ul>
                {references.map((other) => (
                  <li key={other}>
                    {models.some((one) => one.reference === other) ? (
                      <a href={withQuery(address.value, { model: other })}>{other}</a>
                    ) : (
                      other
                    )}
                  </li>
                ))}
              </ul>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function nameOf({ reference }: Model): string {
  return reference;
}
