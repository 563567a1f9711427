// The first screen: which film, a new one from a story, the recent ones; beside it what holds for
// every film and where pictures are made.
import { BadgeCheck, Shield, ShieldAlert, Users } from "lucide-react";
import { strings } from "../../app/strings.ts";
import { useSession } from "../../app/studio.tsx";
import { NewFilm } from "./new-film.tsx";
import { RecentFilms } from "./recent-films.tsx";
import { SampleFilms } from "./sample-films.tsx";
import { WhereMade } from "./where-made.tsx";

const icons = { audience: Users, never: Shield, blocked: ShieldAlert, says: BadgeCheck };

function Rules() {
  return (
    <section>
      <h2 className="text-16 font-semibold tracking-[-0.01em]">{strings.start.rulesTitle}</h2>
      <ul className="mt-3 grid gap-2.5">
        {strings.start.rules.map((rule) => {
          const Icon = icons[rule.icon];
          return (
            <li key={rule.title} className="flex gap-2.5">
              <Icon size={16} strokeWidth={1.75} aria-hidden className="mt-px flex-none text-text-3" />
              <span>
                <span className="block font-[550]">{rule.title}</span>
                <span className="mt-px block text-12 leading-[1.0625rem] text-text-2">{rule.text}</span>
              </span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

/** The start screen. */
export function StartScreen() {
  const some = useSession((state) => (state.projects?.length ?? 0) > 0);
  const folder = useSession((state) => state.dataFolder);
  return (
    <main className="flex min-h-0 min-w-0 flex-1 max-md:block max-md:overflow-y-auto">
      <div className="flex min-w-0 flex-1 flex-col gap-[26px] overflow-y-auto px-11 pt-9 pb-8 max-lg:px-6 max-md:gap-5 max-md:overflow-visible max-md:px-4 max-md:pt-[18px]">
        <h1 className="font-film text-34 tracking-[-0.015em] max-md:text-26">
          {some ? strings.start.questionAgain : strings.start.question}
        </h1>
        <SampleFilms />
        <NewFilm />
        <RecentFilms />
      </div>
      <aside
        aria-label={strings.start.rulesTitle}
        className="flex w-[420px] flex-none flex-col gap-5 overflow-y-auto border-l border-line bg-panel p-6 max-lg:w-[320px] max-md:w-auto max-md:border-t max-md:border-l-0 max-md:px-4 max-md:py-5"
      >
        <Rules />
        <WhereMade />
        {folder === "" ? null : <p className="field-help mt-auto break-words">{strings.start.dataFolder(folder)}</p>}
      </aside>
    </main>
  );
}
