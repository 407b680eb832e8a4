import { useMemo, useState } from "preact/hooks";
import { Chart } from "../../parts/chart.tsx";
import { Empty } from "../../parts/empty.tsx";
import { mostMarks, plotDrawing } from "./plot-drawing.ts";
import { guessPlot, type PlotChoice, type PlotMark, plotMarks } from "./plot-guess.ts";
import type { SqlResult } from "./result.ts";

/** A result as a drawing, of which one chooses what is where. */
export function ResultPlot({ result }: { readonly result: SqlResult }) {
  const guess = useMemo(() => guessPlot(result), [result]);
  const [chosen, setChosen] = useState<{ readonly of: SqlResult; readonly choice: PlotChoice }>();
  const choice = chosen?.of === result ? chosen.choice : guess;
  if (choice === undefined)
    return (
      <Empty title="Nothing here can be measured">
        <p>A plot needs a column of numbers, such as a count or a mean.</p>
      </Empty>
    );
  return (
    <Plotted
      result={result}
      choice={choice}
      choose={(changes) => setChosen({ of: result, choice: { ...choice, ...changes } })}
    />
  );
}

interface Plotting {
  readonly result: SqlResult;
  readonly choice: PlotChoice;
  choose(changes: Partial<PlotChoice>): void;
}

function Plotted({ result, choice, choose }: Plotting) {
  const options = useMemo(() => plotDrawing(result, choice), [result, choice]);
  const names = result.columns.map(({ name }) => name);
  const drawn = mostMarks[choice.mark];
  return (
    <div class="result-plot">
      <div class="choices">
        <Choice
          label="As"
          value={choice.mark}
          options={Object.entries(plotMarks)}
          onChoose={(mark) => choose({ mark: mark as PlotMark })}
        />
        <ColumnChoice label="x" names={names} value={choice.x} onChoose={(x) => choose({ x: x ?? 0 })} />
        {choice.mark !== "histogram" && (
          <ColumnChoice label="y" names={names} value={choice.y ?? 0} onChoose={(y) => choose({ y })} />
        )}
        <ColumnChoice
          label="Colour"
          names={names}
          none="none"
          value={choice.colour}
          onChoose={(colour) => choose({ colour })}
        />
      </div>
      <Chart
        label={`${plotMarks[choice.mark]} of ${names[choice.y ?? choice.x]} by ${names[choice.x]}`}
        options={options}
      />
      {result.rows.length > drawn && <p class="small quiet">The first {drawn.toLocaleString("en")} rows are drawn.</p>}
    </div>
  );
}

interface Choosing {
  readonly label: string;
  readonly value: string;
  readonly options: readonly (readonly [value: string, title: string])[];
  onChoose(value: string): void;
}

function Choice({ label, value, options, onChoose }: Choosing) {
  return (
    <label class="small">
      <span class="quiet">{label}</span>
      <select value={value} onChange={(event) => onChoose(event.currentTarget.value)}>
        {options.map(([each, title]) => (
          <option key={each} value={each}>
            {title}
          </option>
        ))}
      </select>
    </label>
  );
}

interface ColumnChoosing {
  readonly label: string;
  readonly names: readonly string[];
  readonly none?: string;
  readonly value: number | undefined;
  onChoose(column: number | undefined): void;
}

function ColumnChoice({ label, names, none, value, onChoose }: ColumnChoosing) {
  const columns = names.map((name, i) => [String(i), name] as const);
  return (
    <Choice
      label={label}
      value={value === undefined ? "" : String(value)}
      options={none === undefined ? columns : [["", none], ...columns]}
      onChoose={(chosen) => onChoose(chosen === "" ? undefined : Number(chosen))}
    />
  );
}
