// All keys in one place, and the switch for those who steer by voice.
import { Switch } from "@base-ui/react/switch";
import { Dialog } from "../ui/dialog.tsx";
import { keyName, useSingleKeys } from "./keys.ts";
import { strings } from "./strings.ts";

const groups: { title: string; keys: [string[], string][] }[] = [
  {
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
    title: strings.nav.exports,
    keys: [
      [["mod+e"], strings.keys.export],
      [["Space"], strings.keys.play],
    ],
  },
  {
    title: strings.nav.account,
    keys: [
      [["ArrowUp", "ArrowDown"], strings.keys.movement],
      [["Enter"], strings.keys.explain],
      [["mod+e"], strings.keys.saveMovements],
    ],
  },
  {
    title: strings.product,
    keys: [
      [["mod+k"], strings.keys.commands],
      [["mod+z"], strings.keys.undo],
      [["mod+shift+z"], strings.keys.redo],
      [["?"], strings.keys.title],
    ],
  },
];

/** The list of keys. */
export function KeyDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const single = useSingleKeys();
  return (
    <Dialog open={open} onClose={onClose} title={strings.keys.title} wide>
      <div className="mt-2 grid gap-x-8 gap-y-5 md:grid-cols-2">
        {groups.map((group) => (
          <section key={group.title}>
            <h3 className="section-title">{group.title}</h3>
            <dl className="grid gap-1.5">
              {group.keys.map(([keys, word]) => (
                <div key={word} className="flex items-center gap-3">
                  <dt className="flex-1 text-text-2">{word}</dt>
                  <dd className="flex gap-1">
                    {keys.map((key) => (
                      <kbd key={key}>{keyName(key)}</kbd>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <div className="mt-5 flex items-start gap-3 border-t border-line pt-4">
        <Switch.Root
          aria-labelledby="single-keys"
          aria-describedby="single-keys-help"
          checked={single.on}
          onCheckedChange={single.set}
          className="relative mt-px h-[18px] w-8 flex-none rounded-full border border-control bg-canvas data-checked:border-accent data-checked:bg-accent"
        >
          <Switch.Thumb className="absolute top-[2px] left-[2px] block size-3 rounded-full bg-text-2 data-checked:left-4 data-checked:bg-on-accent" />
        </Switch.Root>
        <span>
          <span id="single-keys" className="font-[550]">
            {strings.status.singleKeys}
          </span>
          <span id="single-keys-help" className="field-help !mt-0.5 block">
            {strings.status.singleKeysHelp}
          </span>
        </span>
      </div>
    </Dialog>
  );
}
