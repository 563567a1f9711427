// The way between screens: only those that exist, the queue with what is under way.
import { CircleUserRound, House, LayoutDashboard, ListVideo, Share, type LucideIcon } from "lucide-react";
import { liveJobs } from "./state/jobs.ts";
import { hashOf, type Route, type Screen } from "./router.ts";
import { strings } from "./strings.ts";
import { useJobs } from "./studio.tsx";

function Place({
  icon: Icon,
  word,
  route,
  current,
  count = 0,
}: {
  icon: LucideIcon;
  word: string;
  route: Route;
  current: boolean;
  count?: number;
}) {
  return (
    <a href={hashOf(route)} {...(current ? { "aria-current": "page" as const } : {})}>
      <Icon size={20} strokeWidth={1.6} aria-hidden />
      {word}
      {count > 0 ? (
        <span className="rail-count">
          <span aria-hidden>{count}</span>
          <span className="sr-only">, {strings.nav.jobs(count)}</span>
        </span>
      ) : null}
    </a>
  );
}

/** The rail: at the left, at the foot of small windows. */
export function Rail({ route, filmId }: { route: Route; filmId: string | null }) {
  const live = useJobs((state) => liveJobs(state.jobs).length);
  const to = (name: Screen): Route => ({ name, filmId });
  return (
    <nav className="rail" aria-label={strings.nav.main}>
      <Place icon={House} word={strings.nav.start} route={{ name: "start" }} current={false} />
      <hr className="mx-2.5 my-1.5 border-line max-md:hidden" />
      {filmId === null ? null : (
        <Place icon={LayoutDashboard} word={strings.nav.storyboard} route={to("storyboard")} current={route.name === "storyboard"} />
      )}
      <Place icon={Share} word={strings.nav.exports} route={to("exports")} current={route.name === "exports"} />
      <span className="flex-1 max-md:hidden" />
      <Place icon={ListVideo} word={strings.nav.queue} route={to("queue")} current={route.name === "queue"} count={live} />
      <Place icon={CircleUserRound} word={strings.nav.account} route={to("account")} current={route.name === "account"} />
    </nav>
  );
}
