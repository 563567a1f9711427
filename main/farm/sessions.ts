// Sessions at farms: one token a farm, kept by the Secrets port. A farm's token is read by that farm's key alone, so
// that no farm ever sees another's.
import { createHash } from "node:crypto";
import type { FarmAddress, Secrets } from "../ports.ts";

/** Names a farm for what is kept of it: its origin, or the farm of this computer, whose port is another at each start. */
export function farmKey({ url, local }: Pick<FarmAddress, "url" | "local">): string {
  return local ? "local" : new URL(url).origin;
}

/** A secret's name holds no address: names of files and of keychain entries can be read by others. */
function secretName(farm: Pick<FarmAddress, "url" | "local">): string {
  const key = farmKey(farm);
  return `farm-session-${key === "local" ? key : createHash("sha256").update(key).digest("hex").slice(0, 32)}`;
}

export type Sessions = ReturnType<typeof createSessions>;

/** Sessions over `secrets`. */
export function createSessions(secrets: Secrets) {
  return {
    place: secrets.place,
    token: (farm: Pick<FarmAddress, "url" | "local">) => secrets.read(secretName(farm)),
    keep: (farm: Pick<FarmAddress, "url" | "local">, token: string) => secrets.write(secretName(farm), token),
    forget: (farm: Pick<FarmAddress, "url" | "local">) => secrets.remove(secretName(farm)),
    /** A farm that the creator named. */
    at: (url: string): FarmAddress => ({ url, local: false, token: () => secrets.read(secretName({ url, local: false })) }),
    /** The farm of this computer: it signs its owner in by itself, unless another account signed in there. */
    over: (local: FarmAddress): FarmAddress => ({ ...local, token: async () => (await secrets.read(secretName(local))) ?? local.token() }),
  };
}
