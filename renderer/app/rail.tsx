// The way between screens: only those that exist, the queue with what is under way.
import {
  CircleUserRound,
  Ellipsis,
  House,
  LayoutDashboard,
  LibraryBig,
  ListVideo,
  Settings2,
  Share,
  SquareStack,
  UsersRound,
  type LucideIcon,
} from "lucide-react";
import { useWidth } from "../lib/width.ts";
import { Menu } from "../ui/menu.tsx";
import { liveJobs } from "./state/jobs.ts";
import { go, hashOf, type Route, type Screen } from "./router.ts";
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

const places = {
  workspace: SquareStack,
  library: LibraryBig,
  characters: UsersRound,
  storyboard: LayoutDashboard,
  exports: Share,
  queue: ListVideo,
  account: CircleUserRound,
  settings: Settings2,
} as const satisfies Partial<Record<Screen, LucideIcon>>;

/** Five places stand at the foot of a small window; these are the ones under More there. */
const underMore = ["characters", "exports", "account", "settings"] as const;

/** The rail: at the left, at the foot of small windows. */
export function Rail({ route, filmId }: { route: Route; filmId: string | null }) {
  const live = useJobs((state) => liveJobs(state.jobs).length);
  const narrow = useWidth() === "narrow";
  const place = (name: keyof typeof places) => (
    <Place
      key={name}
      icon={places[name]}
      word={strings.nav[name]}
      route={{ name, filmId }}
      current={route.name === name || (name === "workspace" && route.name === "create")}
      count={name === "queue" ? live : 0}
    />
  );
  const films = <Place icon={House} word={strings.nav.start} route={{ name: "start" }} current={false} />;
  if (narrow)
    return (
      <nav className="rail" aria-label={strings.nav.main}>
        {place("workspace")}
        {place("library")}
        {filmId === null ? films : place("storyboard")}
        {place("queue")}
        <Menu
          align="end"
          entries={[
            ...(filmId === null ? [] : [{ label: strings.nav.start, icon: House, run: () => go({ name: "start" }) }]),
            ...underMore.map((name) => ({
              label: strings.nav[name],
              icon: places[name],
              checked: route.name === name,
              run: () => go({ name, filmId }),
            })),
          ]}
          trigger={
            <button type="button" {...(underMore.some((name) => name === route.name) ? { "aria-current": "page" as const } : {})}>
              <Ellipsis size={20} strokeWidth={1.6} aria-hidden />
              {strings.nav.more}
            </button>
          }
        />
      </nav>
    );
  return (
    <nav className="rail" aria-label={strings.nav.main}>
      {films}
      {place("workspace")}
      {place("library")}
      {place("characters")}
      <hr className="mx-2.5 my-1.5 border-line" />
      {filmId === null ? null : place("storyboard")}
      {place("exports")}
      <span className="flex-1" />
      {place("queue")}
      {place("account")}
      {place("settings")}
    </nav>
  );
}
