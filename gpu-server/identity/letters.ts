// What the farm writes to people: short letters in plain text.
import type { Letter } from "./mail.ts";
import type { Outgoing } from "./outbox.ts";

/** The letter of an item; links begin with `publicUrl`. */
export function letterOf(item: Exclude<Outgoing, { kind: "reset-request" | "verify-request" }>, publicUrl: string): Letter {
  const { to } = item;
  switch (item.kind) {
    case "verify":
      return {
        to,
        subject: "Confirm your address",
        text: `Welcome to OurVidz.\n\nOpen this link to confirm your address; it works for an hour:\n\n${publicUrl}/v1/accounts/verification?token=${encodeURIComponent(item.token)}\n\nIf it was not you who made an account, do nothing.\n`,
      };
    case "reset":
      return {
        to,
        subject: "A new password",
        text: `Someone asked for a new password for your OurVidz account.\n\nEnter this code in the studio; it works for an hour:\n\n    ${item.token}\n\nIf it was not you, do nothing: your password stays as it is.\n`,
      };
    case "account-exists":
      return {
        to,
        subject: "You have an account already",
        text: "Someone tried to make an OurVidz account with your address, but you have one already.\n\nIf it was you, sign in, or ask for a new password. If not, do nothing.\n",
      };
    case "expiry":
      return {
        to,
        subject: "Files of yours will be deleted soon",
        text: `The farm keeps files for 30 days. ${item.files === 1 ? "One file" : `${item.files} files`} of your OurVidz account will be deleted within seven days, the first on ${item.first.slice(0, 10)}.\n\nWhat your studio has downloaded stays there. Open the studio once while it is online and it fetches the rest.\n`,
      };
    case "erased":
      return {
        to,
        subject: "Your account was erased",
        text: `Your OurVidz account was erased. This is the certificate, and the last letter to this address.\n\n${item.certificate}\n`,
      };
    case "invitation":
      return {
        to,
        subject: "An invitation to a team",
        // Names are other people's words: one line, no links.
        text: `${plain(item.from)} invites you to the team "${plain(item.team)}" on OurVidz.\n\nSign in to the studio with this address to accept or decline it.\n`,
      };
  }
}

/** A name on one line, without what a mail program would turn into a link. */
function plain(name: string): string {
  return name
    .replaceAll(/[\p{C}\s]+/gu, " ")
    .replaceAll(/https?:\/\/|www\./giu, "")
    .slice(0, 120);
}
