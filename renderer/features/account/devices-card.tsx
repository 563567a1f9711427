// Where one is signed in, and how to end that.
import { Laptop, Monitor, Smartphone } from "lucide-react";
import { useState } from "react";
import type { DeviceView } from "../../../shared/contract/studio/account.ts";
import { accountWords } from "../../app/strings/account.ts";
import { strings } from "../../app/strings.ts";
import { useStudio } from "../../app/studio.tsx";
import { errorText } from "../../app/toasts.ts";
import { useCall } from "../../app/use-call.ts";
import { sentence, when } from "../../lib/format.ts";
import { useNow } from "../../lib/now.ts";
import { Button } from "../../ui/button.tsx";
import { Card, CardWait } from "./card.tsx";

const words = accountWords.devices;

function iconOf({ kind, current, name }: DeviceView) {
  if (current) return Laptop;
  return kind === "browser" && /phone|android|mobile/i.test(name) ? Smartphone : Monitor;
}

/** The card. `stamp` changes when somebody signed in or out. */
export function DevicesCard({ stamp }: { stamp: string }) {
  const { link, notify } = useStudio();
  const now = useNow();
  const { value, error, put } = useCall("account", "devices", {}, stamp);
  const [busy, setBusy] = useState(false);
  const out = async (device: DeviceView | null) => {
    setBusy(true);
    const ended =
      device === null ? await link.call("account", "signOutOthers", {}) : await link.call("account", "signOutDevice", { id: device.id });
    setBusy(false);
    if (!ended.ok) return notify({ title: strings.errors.notDone, text: errorText(ended.error), tone: "fail" });
    put(ended.value);
    notify({ title: device === null ? words.othersToast : words.outToast(device.name), tone: "ok" });
  };
  const devices = [...(value?.devices ?? [])].sort((one, other) => Number(other.current) - Number(one.current));
  const others = devices.filter((device) => !device.current).length;
  return (
    <Card
      title={words.title}
      tools={
        others === 0 ? undefined : (
          <Button small kind="ghost" disabled={busy} onClick={() => void out(null)}>
            {words.outOthers}
          </Button>
        )
      }
    >
      {value === null ? <CardWait error={error} /> : null}
      <ul className="mt-1">
        {devices.map((device) => {
          const Icon = iconOf(device);
          const name = device.current && device.kind === "other" ? words.thisStudio : device.name;
          const last = device.current ? words.now : sentence(when(device.lastUsedAt, now));
          return (
            <li key={device.id} className="row-line">
              <Icon size={16} strokeWidth={1.75} aria-hidden className="flex-none text-text-3" />
              <span className="flex min-w-0 flex-1 items-center gap-x-3 max-md:block" title={words.signedIn(when(device.signedInAt, now))}>
                <span className="min-w-0 flex-1 [overflow-wrap:anywhere] max-md:block">{name}</span>
                <span className="max-w-[60%] text-right text-12 text-text-3 tabular-nums [overflow-wrap:anywhere] max-md:block max-md:max-w-none max-md:text-left">
                  {device.address === null ? last : `${last}, ${device.address}`}
                </span>
              </span>
              {device.current ? (
                <span className="tag flex-none">{words.this}</span>
              ) : (
                <Button
                  small
                  kind="ghost"
                  className="flex-none"
                  disabled={busy}
                  aria-label={words.outLabel(device.name)}
                  onClick={() => void out(device)}
                >
                  {words.out}
                </Button>
              )}
            </li>
          );
        })}
      </ul>
    </Card>
  );
}
