// Parts of one page side by side, one of them shown.
import { Tabs as Base } from "@base-ui/react/tabs";
import type { ReactNode } from "react";

interface TabsProps<T extends string> {
  label: string;
  value: T;
  tabs: readonly { value: T; word: ReactNode; offReason?: string | null }[];
  onChange: (value: T) => void;
  className?: string;
  children: ReactNode;
}

/** The row of tabs, and under it what `children` draws for the chosen one. */
export function Tabs<T extends string>({ label, value, tabs, onChange, className = "", children }: TabsProps<T>) {
  return (
    <Base.Root value={value} onValueChange={(next) => onChange(next as T)} className="flex min-h-0 flex-1 flex-col">
      <Base.List aria-label={label} className={`tabs ${className}`}>
        {tabs.map((tab) => (
          <Base.Tab key={tab.value} value={tab.value} disabled={Boolean(tab.offReason)} title={tab.offReason ?? undefined}>
            {tab.word}
          </Base.Tab>
        ))}
      </Base.List>
      <Base.Panel value={value} keepMounted className="flex min-h-0 flex-1 flex-col outline-offset-[-2px]">
        {children}
      </Base.Panel>
    </Base.Root>
  );
}
