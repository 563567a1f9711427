// The commands of the palette on each screen: where to go, what to do, every scene and shot by name.
import { useMemo } from "react";
import { canApprove } from "../features/storyboard/film-facts.ts";
import { keyName } from "./keys.ts";
import type { Command } from "./find-commands.ts";
import { useOwnLog } from "./own-log.ts";
import { go, type Route } from "./router.ts";
import { shotsOf } from "./state/film.ts";
import { strings } from "./strings.ts";
import { useAccount, useFilm, useSession, useStudio } from "./studio.tsx";
import { goSignIn, setUi } from "./ui-state.ts";

/** By what else the account page is found. */
const accountWords = "credits plan devices two-factor password keys";

/** The commands, the nearest first. */
export function useCommands({ name }: Route, filmId: string | null): Command[] {
  const studio = useStudio();
  const view = useFilm((state) => state.view);
  const own = useOwnLog();
  const projects = useSession((state) => state.projects);
  const step = useAccount((state) => state.account?.step ?? null);
  const owner = useAccount((state) => state.account?.account?.localOwner ?? true);
  return useMemo(() => {
    const { account, film, session } = studio;
    const words = strings.storyboard;
    const here: Command[] = [];
    for (const [id, label, keys, done, run] of own === null
      ? []
      : ([
          ["undo", strings.common.undo, "mod+z", own.undo, own.takeBack],
          ["redo", strings.common.redo, "mod+shift+z", own.redo, own.doAgain],
        ] as const))
      if (done !== null) here.push({ id, label: `${label}: ${done}`, shortcut: keyName(keys), run });
    if (view !== null) {
      const waiting = shotsOf(view).filter(canApprove);
      if (waiting.length > 0)
        here.push({
          id: "approve-all",
          label: words.approveAll(waiting.length),
          run: () => void film.approve(waiting.map((shot) => shot.id)),
        });
      if (view.quote.shots > 0 && view.quote.blockedBy === null)
        here.push({
          id: "render",
          label: `${words.render(view.quote.shots)}, ${strings.common.creditsFree(view.quote.credits)}`,
          shortcut: keyName("mod+Enter"),
          run: () => void film.render(undefined, view.quote.credits),
        });
      if (own === null && view.undo !== null)
        here.push({ id: "undo", label: `${strings.common.undo}: ${view.undo}`, shortcut: keyName("mod+z"), run: () => void film.undo() });
      if (own === null && view.redo !== null)
        here.push({
          id: "redo",
          label: `${strings.common.redo}: ${view.redo}`,
          shortcut: keyName("mod+shift+z"),
          run: () => void film.redo(),
        });
      here.push({
        id: "rename",
        label: strings.header.rename,
        run: () => (go({ name: "storyboard", filmId: view.id }), setUi({ renaming: true })),
      });
      for (const shown of ["frames", "list", "story"] as const)
        here.push({
          id: `view-${shown}`,
          label: `${words.view}: ${words[shown]}`,
          run: () => (go({ name: "storyboard", filmId: view.id }), setUi({ view: shown })),
        });
    }
    const places: Command[] = [
      ...(filmId === null || name === "storyboard"
        ? []
        : [{ id: "to-storyboard", label: strings.nav.storyboard, run: () => go({ name: "storyboard", filmId }) }]),
      { id: "to-queue", label: strings.nav.queue, run: () => go({ name: "queue", filmId }) },
      { id: "to-exports", label: strings.nav.exports, run: () => go({ name: "exports", filmId }) },
      { id: "to-account", label: strings.nav.account, also: accountWords, run: () => go({ name: "account", filmId }) },
      ...(step === "signed-in"
        ? [
            { id: "other-farm", label: strings.header.otherFarm, run: goSignIn },
            ...(owner ? [] : [{ id: "sign-out", label: strings.header.signOut, run: () => void account.signOut() }]),
          ]
        : [{ id: "sign-in", label: step === "no-farm" ? strings.header.connectFarm : strings.header.signIn, run: goSignIn }]),
      { id: "to-start", label: strings.header.otherFilms, run: () => go({ name: "start" }) },
      ...(["dark", "light", "system"] as const).map((theme) => ({
        id: `theme-${theme}`,
        label: `${strings.header.appearance}: ${strings.header.themes[theme].toLowerCase()}`,
        run: () => void session.changeSettings({ theme }),
      })),
      { id: "keys", label: strings.keys.title, shortcut: "?", run: () => setUi({ keys: true }) },
    ];
    const shots: Command[] =
      view?.scenes.flatMap((scene) =>
        scene.shots.map((shot) => ({
          id: shot.id,
          label: `${words.shot(shot.label)}: ${shot.action}`,
          also: `${scene.heading} ${scene.cast.join(" ")}`,
          run: () => {
            go({ name: "storyboard", filmId: view.id });
            film.select(shot.id);
          },
        })),
      ) ?? [];
    const films: Command[] = (projects ?? [])
      .filter((card) => card.id !== view?.id)
      .map((card) => ({ id: card.id, label: strings.start.open(card.title), run: () => go({ name: "storyboard", filmId: card.id }) }));
    return [...here, ...places, ...shots, ...films];
  }, [studio, view, own, projects, filmId, name, step, owner]);
}
