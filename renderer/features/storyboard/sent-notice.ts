// What is said after Render: that the shots are on their way, or what they wait for here, with the way on.
import type { FarmStatus } from "../../../shared/contract/studio/views.ts";
import { go } from "../../app/router.ts";
import { strings } from "../../app/strings.ts";
import type { Notice } from "../../app/toasts.ts";
import { goSignIn } from "../../app/ui-state.ts";

/** The notice for `shots` shots of a film, as the farm stands. */
export function sentNotice(farm: FarmStatus["state"] | null, shots: number, filmId: string): Notice {
  const words = strings.storyboard;
  const queue = { label: words.seeQueue, run: () => go({ name: "queue", filmId }) };
  if (farm === "connected") return { title: words.sentToast(shots), tone: "busy", action: queue };
  if (farm === "signed-out")
    return { title: words.waitsSignedOut(shots), tone: "turn", action: { label: strings.header.signIn, run: goSignIn } };
  if (farm === "none")
    return { title: words.waitsToast(shots), tone: "turn", action: { label: strings.header.connectFarm, run: goSignIn } };
  return { title: words.waitsToast(shots), tone: "busy", action: queue };
}
