// How close the takes stay to the references, scene by scene, with what is measured and what is not.
import type { Consistency } from "../../../shared/contract/studio/character-views.ts";
import { characterWords as words } from "../../app/strings/characters.ts";

type Point = { number: number; heading: string; closeness: number };

const width = 860;
const height = 190;
const left = 42;
const right = 16;
const top = 14;
const bottom = 28;

function Chart({ scenes, check }: { scenes: Consistency["scenes"]; check: number }) {
  const points = scenes.flatMap((scene): Point[] =>
    scene.closeness === null ? [] : [{ number: scene.number, heading: scene.heading, closeness: scene.closeness }],
  );
  const lowest = Math.min(check, ...points.map((point) => point.closeness));
  const floor = Math.max(0, Math.floor((lowest - 0.05) * 10) / 10);
  const x = (index: number) => left + ((width - left - right) * (index + 0.5)) / points.length;
  const y = (value: number) => top + (height - top - bottom) * (1 - (value - floor) / (1 - floor));
  const steps = Math.round((1 - floor) * 10);
  const lines = Array.from({ length: steps + 1 }, (_, index) => floor + index / 10).filter((_, index) => steps <= 5 || index % 2 === 0);
  return (
    <svg
      className="chart block w-full"
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={words.chart(
        points.map((point) => `${words.scene.toLowerCase()} ${point.number} ${point.closeness.toFixed(2)}`).join(", "),
      )}
    >
      {lines.map((value) => (
        <g key={value}>
          <line x1={left} x2={width - right} y1={y(value)} y2={y(value)} stroke="var(--ov-line)" />
          <text x={left - 8} y={y(value) + 4} textAnchor="end">
            {value.toFixed(2)}
          </text>
        </g>
      ))}
      <line x1={left} x2={width - right} y1={y(check)} y2={y(check)} stroke="var(--ov-turn)" strokeDasharray="4 3" />
      <text x={left + 8} y={y(check) + 15} style={{ fill: "var(--ov-turn)" }}>
        {words.check(check)}
      </text>
      <polyline
        points={points.map((point, index) => `${x(index)},${y(point.closeness)}`).join(" ")}
        fill="none"
        stroke="var(--ov-text-2)"
        strokeWidth="2"
      />
      {points.map((point, index) => (
        <g key={`${point.number} ${index}`}>
          <title>{`${point.heading}: ${point.closeness.toFixed(2)}`}</title>
          {point.closeness < check ? (
            <rect
              x={x(index) - 5}
              y={y(point.closeness) - 5}
              width="10"
              height="10"
              fill="var(--ov-turn)"
              transform={`rotate(45 ${x(index)} ${y(point.closeness)})`}
            />
          ) : (
            <circle cx={x(index)} cy={y(point.closeness)} r="4.5" fill="var(--ov-text)" />
          )}
          {points.length <= 30 || index % 2 === 0 ? (
            <text x={x(index)} y={height - 8} textAnchor="middle">
              {point.number}
            </text>
          ) : null}
        </g>
      ))}
    </svg>
  );
}

/** The card; nothing is drawn that was not measured. */
export function ConsistencyCard({ value }: { value: Consistency }) {
  const measured = value.scenes.some((scene) => scene.closeness !== null);
  return (
    <section aria-labelledby="consistency">
      <div className="mb-1.5 flex flex-wrap items-baseline gap-x-2">
        <h2 id="consistency" className="text-12 font-semibold text-text-2">
          {words.consistency}
        </h2>
        <span className="text-12 text-text-3">{value.measure}</span>
      </div>
      <div className="card px-2.5 py-2">
        {measured ? <Chart scenes={value.scenes} check={value.check} /> : <p className="px-1.5 py-2 text-text-3">{words.noMeasure}</p>}
        {value.drafts === 0 ? null : <p className="px-1.5 pb-1 text-12 text-text-3">{words.drafts(value.drafts)}</p>}
      </div>
    </section>
  );
}
