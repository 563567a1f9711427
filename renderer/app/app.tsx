// The frame around every screen: header, rail, status bar, palette, keys, toasts, and what is said when
// the core is away.
import { CSPProvider } from "@base-ui/react/csp-provider";
import { Tooltip } from "@base-ui/react/tooltip";
import { lazy, Suspense, useCallback, useEffect, useMemo } from "react";
import { StartScreen } from "../features/start/start-screen.tsx";
import { Toaster } from "../ui/toaster.tsx";
import { Lacks, Offline } from "./banners.tsx";
import { useCommands } from "./commands.ts";
import { ErrorBoundary } from "./error-boundary.tsx";
import { Header, StartHeader } from "./header.tsx";
import { KeyDialog } from "./key-dialog.tsx";
import { setKeys, useKeys } from "./keys.ts";
import { useNotifications } from "./notifications.ts";
import { Notice } from "./notice.tsx";
import { ownLog } from "./own-log.ts";
import { Palette } from "./palette.tsx";
import { Rail } from "./rail.tsx";
import { go, hashOf, useRoute, type Route } from "./router.ts";
import { StatusBar, type Hint } from "./status-bar.tsx";
import { strings } from "./strings.ts";
import { useFilm, useSession, useStudio } from "./studio.tsx";
import { useTheme } from "./theme.ts";
import { goBack, setUi, useUi } from "./ui-state.ts";

// The first screen is in the first file; the others come when they are asked for, and right after the first paint.
const loaders = {
  storyboard: () => import("../features/storyboard/storyboard-screen.tsx"),
  queue: () => import("../features/queue/queue-screen.tsx"),
  exports: () => import("../features/exports/exports-screen.tsx"),
  workspace: () => import("../features/workspace/workspace-screen.tsx"),
  create: () => import("../features/create/create-screen.tsx"),
  library: () => import("../features/library/library-screen.tsx"),
  characters: () => import("../features/characters/characters-screen.tsx"),
  settings: () => import("../features/settings/settings-screen.tsx"),
  account: () => import("../features/account/account-screen.tsx"),
  "sign-in": () => import("../features/sign-in/sign-in-screen.tsx"),
};
const StoryboardScreen = lazy(async () => ({ default: (await loaders.storyboard()).StoryboardScreen }));
const QueueScreen = lazy(async () => ({ default: (await loaders.queue()).QueueScreen }));
const ExportsScreen = lazy(async () => ({ default: (await loaders.exports()).ExportsScreen }));
const AccountScreen = lazy(async () => ({ default: (await loaders.account()).AccountScreen }));
const WorkspaceScreen = lazy(async () => ({ default: (await loaders.workspace()).WorkspaceScreen }));
const CreateScreen = lazy(async () => ({ default: (await loaders.create()).CreateScreen }));
const LibraryScreen = lazy(async () => ({ default: (await loaders.library()).LibraryScreen }));
const CharactersScreen = lazy(async () => ({ default: (await loaders.characters()).CharactersScreen }));
const SettingsScreen = lazy(async () => ({ default: (await loaders.settings()).SettingsScreen }));
const SignInScreen = lazy(async () => ({ default: (await loaders["sign-in"]()).SignInScreen }));

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
  account: [
    { keys: ["ArrowUp", "ArrowDown"], word: strings.keys.movement },
    { keys: ["Enter"], word: strings.keys.explain },
    { keys: ["mod+e"], word: strings.keys.saveMovements },
  ],
  workspace: [
    { keys: ["k"], word: strings.keys.keepItem },
    { keys: ["x"], word: strings.keys.discardItem },
    { keys: ["c"], word: strings.keys.compareItems },
    { keys: ["i"], word: strings.keys.recipe },
    { keys: ["mod+Enter"], word: strings.keys.make },
  ],
  create: [
    { keys: ["b"], word: strings.keys.brush },
    { keys: ["e"], word: strings.keys.eraser },
    { keys: ["[", "]"], word: strings.keys.brushSize },
    { keys: ["x"], word: strings.keys.invertMask },
    { keys: ["p"], word: strings.keys.paintKeys },
    { keys: ["mod+Enter"], word: strings.keys.make },
  ],
  library: [
    { keys: ["/"], word: strings.keys.search },
    { keys: ["Space"], word: strings.keys.openLarge },
    { keys: ["ArrowLeft", "ArrowUp", "ArrowDown", "ArrowRight"], word: strings.keys.moveOn },
    { keys: ["1", "5"], word: strings.keys.rate },
    { keys: ["t"], word: strings.keys.tag },
    { keys: ["c"], word: strings.keys.compare },
    { keys: ["Delete"], word: strings.keys.toTrash },
  ],
  characters: [
    { keys: ["n"], word: strings.keys.newCharacter },
    { keys: ["mod+i"], word: strings.keys.importCard },
    { keys: ["ArrowLeft", "ArrowRight"], word: strings.keys.castMember },
    { keys: ["Enter"], word: strings.keys.openCharacter },
    { keys: ["Delete"], word: strings.keys.toTrash },
  ],
  settings: [{ keys: ["mod+k"], word: strings.keys.commands }],
  "sign-in": [
    { keys: ["Enter"], word: strings.header.signIn },
    { keys: ["Escape"], word: strings.keys.back },
    { keys: ["mod+v"], word: strings.keys.pasteCode },
  ],
};

/** On the page of one character. */
const characterHints: Hint[] = [
  { keys: ["e"], word: strings.keys.persona },
  { keys: ["l"], word: strings.keys.look },
  { keys: ["ArrowLeft", "ArrowRight"], word: strings.keys.reference },
  { keys: ["s"], word: strings.keys.mainReference },
  { keys: ["r"], word: strings.keys.referenceFromLibrary },
  { keys: ["Escape"], word: strings.keys.toCast },
];

/** Opens the film of the route, and titles the page after it. */
function useRouteFilm(route: Route): string | null {
  const { film } = useStudio();
  const title = useFilm((state) => state.view?.title ?? null);
  const kept = useFilm((state) => state.filmId);
  const filmId = "filmId" in route ? route.filmId : null;
  useEffect(() => {
    if (filmId !== null) void film.open(filmId);
    else if (route.name === "start") film.close();
  }, [film, filmId, route.name]);
  useEffect(() => {
    document.title = [title, route.name === "start" ? null : strings.nav[route.name], strings.product].filter(Boolean).join(" · ");
  }, [title, route.name]);
  return filmId ?? kept;
}

function Screens() {
  const { film } = useStudio();
  const route = useRoute();
  const filmId = useRouteFilm(route);
  const palette = useUi((state) => state.palette);
  const keys = useUi((state) => state.keys);
  const commands = useCommands(route, filmId);
  const undo = useCallback(() => {
    const own = ownLog();
    if (own === null) void film.undo();
    else own.takeBack();
  }, [film]);
  const redo = useCallback(() => {
    const own = ownLog();
    if (own === null) void film.redo();
    else own.doAgain();
  }, [film]);
  useKeys(
    useMemo(
      () => [
        { keys: "mod+k", run: () => setUi({ palette: true }) },
        { keys: "?", run: () => setUi({ keys: true }) },
        { keys: "mod+z", run: undo },
        { keys: "mod+shift+z", run: redo },
        { keys: "mod+y", run: redo },
      ],
      [undo, redo],
    ),
  );
  useEffect(() => {
    // Failing here is no harm: the screen asks again when it is opened.
    for (const load of Object.values(loaders)) void load().catch(() => undefined);
  }, []);
  useEffect(() => setUi({ inspector: false, renaming: false }), [route.name]);
  const plain = route.name === "start" || route.name === "sign-in";
  return (
    <div className={`app ${plain ? "app-plain" : ""}`}>
      {plain ? (
        <StartHeader onBack={route.name === "sign-in" ? goBack : null} />
      ) : (
        <Header
          onPalette={() => setUi({ palette: true })}
          onRename={() => {
            if (filmId !== null && route.name !== "storyboard") go({ name: "storyboard", filmId });
            requestAnimationFrame(() => setUi({ renaming: true }));
          }}
        />
      )}
      {plain ? null : <Rail route={route} filmId={filmId} />}
      <div className="flex min-h-0 min-w-0 flex-col overflow-hidden">
        <Offline screen={route.name} />
        <Lacks />
        <ErrorBoundary key={hashOf(route)}>
          <Suspense fallback={<main className="p-6 text-text-3">{strings.common.loading}</main>}>
            {route.name === "start" ? (
              <StartScreen />
            ) : route.name === "sign-in" ? (
              <SignInScreen />
            ) : route.name === "account" ? (
              <AccountScreen />
            ) : route.name === "workspace" ? (
              <WorkspaceScreen filmId={filmId} />
            ) : route.name === "create" ? (
              <CreateScreen filmId={filmId} />
            ) : route.name === "library" ? (
              <LibraryScreen filmId={filmId} />
            ) : route.name === "characters" ? (
              <CharactersScreen filmId={filmId} item={route.item ?? null} />
            ) : route.name === "settings" ? (
              <SettingsScreen />
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
      <StatusBar
        screen={route.name}
        hints={route.name === "characters" && route.item ? characterHints : hints[route.name]}
        onKeys={() => setUi({ keys: true })}
      />
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
  const settings = useSession((state) => state.settings);
  useEffect(() => {
    if (settings !== null) setKeys(settings.singleKeys, settings.shortcuts);
  }, [settings]);
  useNotifications();
  return (
    <CSPProvider disableStyleElements>
      <Tooltip.Provider delay={400}>
        {link.state === "refused" ? <Notice title={strings.errors.refused} text={link.error.message} /> : <Screens />}
        <Toaster manager={toasts} />
      </Tooltip.Provider>
    </CSPProvider>
  );
}
