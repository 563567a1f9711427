// All keys in one place, and the switch for those who steer by voice.
import { Switch } from "@base-ui/react/switch";
import { Dialog } from "../ui/dialog.tsx";
import { keyGroups } from "./key-groups.ts";
import { keyName, keysOf, useSingleKeys } from "./keys.ts";
import { strings } from "./strings.ts";
import { useStudio } from "./studio.tsx";

/** The list of keys. */
export function KeyDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const single = useSingleKeys();
  const { session } = useStudio();
  return (
    <Dialog open={open} onClose={onClose} title={strings.keys.title} wide>
      <div className="mt-2 grid gap-x-8 gap-y-5 md:grid-cols-2">
        {keyGroups.map((group) => (
          <section key={group.title}>
            <h3 className="section-title">{group.title}</h3>
            <dl className="grid gap-1.5">
              {group.keys.map(([keys, word]) => (
                <div key={word} className="flex items-center gap-3">
                  <dt className="flex-1 text-text-2">{word}</dt>
                  <dd className="flex gap-1">
                    {keys.map((key) => (
                      <kbd key={key}>{keyName(keysOf(group.screen, key))}</kbd>
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
          onCheckedChange={(on) => void session.changeSettings({ singleKeys: on })}
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
