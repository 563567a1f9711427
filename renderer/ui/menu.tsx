// A menu on a button: items with an icon, a word and a key; the destructive one last and red.
import { Menu as Base } from "@base-ui/react/menu";
import { Check, type LucideIcon } from "lucide-react";
import type { ReactElement } from "react";

export type MenuEntry =
  | {
      kind?: "item";
      label: string;
      icon?: LucideIcon;
      shortcut?: string;
      danger?: boolean;
      disabled?: boolean;
      checked?: boolean;
      run: () => void;
    }
  | { kind: "separator" }
  | { kind: "title"; label: string };

/** A menu opened by `trigger`. */
export function Menu({ trigger, entries, align = "start" }: { trigger: ReactElement; entries: MenuEntry[]; align?: "start" | "end" }) {
  return (
    <Base.Root modal={false}>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner sideOffset={6} align={align} className="z-[var(--ov-z-menu)]">
          <Base.Popup className="menu">
            {entries.map((entry, index) => {
              if (entry.kind === "separator") return <Base.Separator key={`line-${index}`} className="menu-separator" />;
              if (entry.kind === "title")
                return (
                  <div key={entry.label} className="px-2 pt-1.5 pb-1 text-12 font-medium text-text-3">
                    {entry.label}
                  </div>
                );
              const Icon = entry.checked ? Check : entry.icon;
              return (
                <Base.Item
                  key={entry.label + String(index)}
                  className={`menu-item ${entry.danger ? "menu-item-danger" : ""}`}
                  disabled={entry.disabled ?? false}
                  onClick={entry.run}
                >
                  {Icon ? <Icon size={16} strokeWidth={1.75} aria-hidden /> : <span className="w-4 flex-none" />}
                  <span className="truncate">{entry.label}</span>
                  {entry.shortcut === undefined ? null : <span className="ml-auto pl-4 text-12 text-text-3">{entry.shortcut}</span>}
                </Base.Item>
              );
            })}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
