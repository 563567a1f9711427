// The frame around every screen: header, rail, status bar, palette, keys, toasts, and what is said when
// the core is away.
import { CloudOff, RotateCw, Wrench } from "lucide-react";
import { CSPProvider } from "@base-ui/react/csp-provider";
import { Tooltip } from "@base-ui/react/tooltip";
import { lazy, Suspense, useEffect, useMemo, useState } from "react";
import { errorKinds } from "../../shared/contract/errors.ts";
import { StartScreen } from "../features/start/start-screen.tsx";
import { Button } from "../ui/button.tsx";
import { Toaster } from "../ui/toaster.tsx";
import { useCommands } from "./commands.ts";
import { ErrorBoundary } from "./error-boundary.tsx";
import { Header, StartHeader } from "./header.tsx";
import { KeyDialog } from "./key-dialog.tsx";
import { useKeys } from "./keys.ts";
import { Notice } from "./notice.tsx";
import { Palette } from "./palette.tsx";
import { Rail } from "./rail.tsx";
import { go, hashOf, useRoute, type Route } from "./router.ts";
import { StatusBar, type Hint } from "./status-bar.tsx";
import { strings } from "./strings.ts";
import { useFilm, useJobs, useSession, useStudio } from "./studio.tsx";
import { useTheme } from "./theme.ts";
import { setUi, useUi } from "./ui-state.ts";

// The first screen is in the first file; the others come when they are asked for, and right after the first paint.
const loaders = {
  storyboard: () => import("../features/storyboard/storyboard-screen.tsx"),
  queue: () => import("../features/queue/queue-screen.tsx"),
  exports: () => import("../features/exports/exports-screen.tsx"),
};
const StoryboardScreen = lazy(async () => ({ default: (await loaders.storyboard()).StoryboardScreen }));
const QueueScreen = lazy(async () => ({ default: (await loaders.queue()).QueueScreen }));
const ExportsScreen = lazy(async () => ({ default: (await loaders.exports()).ExportsScreen }));

const hints: Record<Route["name"], Hint[]> = {
  start: [
    { keys: ["mod+v"], word: strings.keys.paste },
    { keys: ["mod+k"], word: strings.keys.commands },
  ],
  storyboard: [
    { keys: ["a"], word: strings.keys.approve },
    { keys: ["ArrowLeft", "ArrowRight"], word: strings.keys.shot },
    { keys: ["ArrowUp", "ArrowDown"], word: strings.keys.scene },
    { keys: ["Space"], word: strings.keys.play },
    { keys: ["r"], word: strings.keys.redraw },
    { keys: ["e"], word: strings.keys.edit },
    { keys: ["m"], word: strings.keys.moveShort },
  ],
  queue: [
    { keys: ["ArrowUp", "ArrowDown"], word: strings.keys.job },
    { keys: ["shift+ArrowUp"], word: strings.keys.moveJob },
    { keys: ["p"], word: strings.keys.pause },
    { keys: ["Delete"], word: strings.keys.cancelJob },
    { keys: ["r"], word: strings.common.tryAgain },
  ],
  exports: [
    { keys: ["mod+e"], word: strings.keys.export },
    { keys: ["Space"], word: strings.keys.play },
  ],
};

/** Opens the film of the route, and titles the page after it. */
function useRouteFilm(route: Route): string | null {
  const { film } = useStudio();
  const title = useFilm((state) => state.view?.title ?? null);
  const kept = useFilm((state) => state.filmId);
  const filmId = route.name === "start" ? null : route.filmId;
  useEffect(() => {
    if (filmId !== null) void film.open(filmId);
    else if (route.name === "start") film.close();
  }, [film, filmId, route.name]);
  useEffect(() => {
    document.title = [title, route.name === "start" ? null : strings.nav[route.name], strings.product].filter(Boolean).join(" · ");
  }, [title, route.name]);
  return filmId ?? kept;
}

/** Says that the core or the farm is away, where that matters: always for the core, for the farm when something waits for it. */
function Offline({ screen }: { screen: Route["name"] }) {
  const link = useSession((state) => state.link.state);
  const farm = useSession((state) => state.farm);
  const waiting = useJobs((state) => (state.jobs ?? []).filter((job) => job.state === "unsent" || job.state === "unknown").length);
  if (link !== "reconnecting") {
    const away = farm !== null && (farm.state === "offline" || farm.state === "none" || farm.state === "signed-out");
    const refused = farm?.state === "signed-out";
    if (!away || screen === "start" || (!refused && screen !== "queue" && waiting === 0)) return null;
    return (
      <div className="banner max-md:flex-wrap" role="status">
        <CloudOff size={16} strokeWidth={1.75} aria-hidden className={`flex-none ${refused ? "tone-fail" : "tone-turn"}`} />
        <p className="min-w-0 flex-1">
          <b className="font-[550]">{refused ? strings.link.farmRefuses : strings.link.farmAway}</b>{" "}
          {farm.state === "offline" && farm.message === errorKinds.farm_incompatible.message ? `${farm.message} ` : ""}
          {refused ? (farm.message ?? strings.start.farmText["signed-out"]) : strings.link.farmAwayText(waiting)}
        </p>
        <TryNow />
      </div>
    );
  }
  return (
    <div className="banner" role="status">
      <CloudOff size={16} strokeWidth={1.75} aria-hidden className="tone-turn flex-none" />
      <p>
        <b className="font-[550]">{strings.link.reconnecting}.</b> {strings.link.reconnectingText}
      </p>
    </div>
  );
}

function TryNow() {
  const { session } = useStudio();
  const [busy, setBusy] = useState(false);
  const press = async () => {
    setBusy(true);
    await session.tryNow();
    setBusy(false);
  };
  return (
    <Button small className="flex-none" offReason={busy ? strings.header.farmConnecting : null} onClick={() => void press()}>
      <RotateCw size={14} strokeWidth={1.75} aria-hidden />
      {strings.link.tryNow}
    </Button>
  );
}

/** What this computer lacks, with the line that installs it. */
function Lacks() {
  const lacks = useSession((state) => state.lacks);
  if (lacks === null) return null;
  return (
    <div className="banner" role="status">
      <Wrench size={16} strokeWidth={1.75} aria-hidden className="tone-turn flex-none" />
      <p className="min-w-0 break-words select-text">{lacks}</p>
    </div>
  );
}

function Screens() {
  const { film } = useStudio();
  const route = useRoute();
  const filmId = useRouteFilm(route);
  const palette = useUi((state) => state.palette);
  const keys = useUi((state) => state.keys);
  const commands = useCommands(route, filmId);
  useKeys(
    useMemo(
      () => [
        { keys: "mod+k", run: () => setUi({ palette: true }) },
        { keys: "?", run: () => setUi({ keys: true }) },
        { keys: "mod+z", run: () => void film.undo() },
        { keys: "mod+shift+z", run: () => void film.redo() },
        { keys: "mod+y", run: () => void film.redo() },
      ],
      [film],
    ),
  );
  useEffect(() => {
    // Failing here is no harm: the screen asks again when it is opened.
    for (const load of Object.values(loaders)) void load().catch(() => undefined);
  }, []);
  useEffect(() => setUi({ inspector: false, renaming: false }), [route.name]);
  const start = route.name === "start";
  return (
    <div className={`app ${start ? "app-plain" : ""}`}>
      {start ? (
        <StartHeader />
      ) : (
        <Header
          onPalette={() => setUi({ palette: true })}
          onRename={() => {
            if (filmId !== null && route.name !== "storyboard") go({ name: "storyboard", filmId });
            requestAnimationFrame(() => setUi({ renaming: true }));
          }}
        />
      )}
      {start ? null : <Rail route={route} filmId={filmId} />}
      <div className="flex min-h-0 min-w-0 flex-col overflow-hidden">
        <Offline screen={route.name} />
        <Lacks />
        <ErrorBoundary key={hashOf(route)}>
          <Suspense fallback={<main className="p-6 text-text-3">{strings.common.loading}</main>}>
            {route.name === "start" ? (
              <StartScreen />
            ) : route.name === "storyboard" ? (
              <StoryboardScreen key={filmId} />
            ) : route.name === "queue" ? (
              <QueueScreen key={filmId} filmId={filmId} />
            ) : (
              <ExportsScreen key={filmId} filmId={filmId} />
            )}
          </Suspense>
        </ErrorBoundary>
      </div>
      <StatusBar hints={hints[route.name]} onKeys={() => setUi({ keys: true })} />
      <Palette open={palette} onClose={() => setUi({ palette: false })} commands={commands} />
      <KeyDialog open={keys} onClose={() => setUi({ keys: false })} />
    </div>
  );
}

/** The whole window over a studio. */
export function App() {
  const { toasts } = useStudio();
  const theme = useSession((state) => state.settings?.theme ?? "dark");
  const link = useSession((state) => state.link);
  useTheme(theme);
  return (
    <CSPProvider disableStyleElements>
      <Tooltip.Provider delay={400}>
        {link.state === "refused" ? <Notice title={strings.errors.refused} text={link.error.message} /> : <Screens />}
        <Toaster manager={toasts} />
      </Tooltip.Provider>
    </CSPProvider>
  );
}
