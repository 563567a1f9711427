// Every action with its keys, by screen: what the list of keys shows, and what the settings let a person change.
import type { Screen } from "./router.ts";
import { strings } from "./strings.ts";

interface KeyGroup {
  /** Null: anywhere. */
  screen: Screen | null;
  title: string;
  /** The keys as they are without a change, and what they do. */
  keys: [string[], string][];
}

export const keyGroups: KeyGroup[] = [
  {
    screen: "storyboard",
    title: strings.nav.storyboard,
    keys: [
      [["a"], strings.keys.approve],
      [["shift+a"], strings.keys.approveScene],
      [["ArrowLeft", "ArrowRight"], strings.keys.shot],
      [["ArrowUp", "ArrowDown"], strings.keys.scene],
      [["Space"], strings.keys.play],
      [["e"], strings.keys.edit],
      [["r"], strings.keys.redraw],
      [["m"], strings.keys.moveShot],
      [["shift+ArrowLeft", "shift+ArrowRight"], strings.keys.select],
      [["Delete"], strings.storyboard.removeShot],
      [["Escape"], strings.keys.fullStop],
      [["mod+Enter"], strings.keys.render],
    ],
  },
  {
    screen: "workspace",
    title: strings.nav.workspace,
    keys: [
      [["k"], strings.keys.keepItem],
      [["x"], strings.keys.discardItem],
      [["c"], strings.keys.compareItems],
      [["i"], strings.keys.recipe],
      [["s", "Space"], strings.keys.chooseItem],
      [["Enter"], strings.keys.lookAt],
      [["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"], strings.keys.item],
      [["/"], strings.keys.writePrompt],
      [["mod+Enter"], strings.keys.make],
    ],
  },
  {
    screen: "create",
    title: strings.nav.create,
    keys: [
      [["b"], strings.keys.brush],
      [["e"], strings.keys.eraser],
      [["l"], strings.keys.lasso],
      [["m"], strings.keys.rectangle],
      [["[", "]"], strings.keys.brushSize],
      [["x"], strings.keys.invertMask],
      [["p"], strings.keys.paintKeys],
      [["/"], strings.keys.writePrompt],
      [["mod+Enter"], strings.keys.make],
    ],
  },
  {
    screen: "library",
    title: strings.nav.library,
    keys: [
      [["/"], strings.keys.search],
      [["Space", "Enter"], strings.keys.openLarge],
      [["1", "2", "3", "4", "5"], strings.keys.rate],
      [["0"], strings.keys.clearStars],
      [["t"], strings.keys.tag],
      [["c"], strings.keys.compare],
      [["i"], strings.keys.useRecipe],
      [["shift+c"], strings.keys.collect],
      [["p"], strings.keys.sendToCharacter],
      [["mod+e"], strings.keys.exportFiles],
      [["Delete"], strings.keys.toTrash],
      [["mod+a"], strings.keys.chooseAll],
      [["v"], strings.keys.listOrGrid],
      [["b"], strings.keys.collections],
      [["j", "k", "l"], strings.keys.shuttle],
      [[",", "."], strings.keys.frameStep],
      [["z"], strings.keys.actualSize],
    ],
  },
  {
    screen: "characters",
    title: strings.nav.characters,
    keys: [
      [["n"], strings.keys.newCharacter],
      [["mod+i"], strings.keys.importCard],
      [["ArrowLeft", "ArrowRight"], strings.keys.reference],
      [["e"], strings.keys.persona],
      [["l"], strings.keys.look],
      [["r"], strings.keys.referenceFromLibrary],
      [["s"], strings.keys.mainReference],
      [["Delete"], strings.keys.takeOutReference],
      [["c"], strings.keys.sayConsent],
      [["m"], strings.keys.makeReferences],
      [["v"], strings.keys.versions],
      [["g"], strings.keys.mergeCharacter],
      [["x"], strings.keys.splitCharacter],
      [["mod+e"], strings.keys.exportCard],
      [["shift+e"], strings.keys.shareCharacter],
      [["shift+Delete"], strings.keys.characterToTrash],
      [["1", "2", "3", "4", "5", "6"], strings.keys.characterPart],
      [["Escape"], strings.keys.toCast],
    ],
  },
  {
    screen: "queue",
    title: strings.nav.queue,
    keys: [
      [["ArrowUp", "ArrowDown"], strings.keys.job],
      [["shift+ArrowUp", "shift+ArrowDown"], strings.keys.moveJob],
      [["p"], strings.keys.pause],
      [["Delete"], strings.keys.cancelJob],
      [["r"], strings.common.tryAgain],
    ],
  },
  {
    screen: "exports",
    title: strings.nav.exports,
    keys: [
      [["mod+e"], strings.keys.export],
      [["Space"], strings.keys.play],
    ],
  },
  {
    screen: "account",
    title: strings.nav.account,
    keys: [
      [["ArrowUp", "ArrowDown"], strings.keys.movement],
      [["Enter"], strings.keys.explain],
      [["mod+e"], strings.keys.saveMovements],
    ],
  },
  {
    screen: null,
    title: strings.product,
    keys: [
      [["mod+k"], strings.keys.commands],
      [["mod+z"], strings.keys.undo],
      [["mod+shift+z"], strings.keys.redo],
      [["?"], strings.keys.title],
    ],
  },
];

/** Names an action in the settings: its screen and the key that it has without a change. */
export const actionId = (screen: string | null, keys: string): string => `${screen ?? "app"}:${keys}`;
