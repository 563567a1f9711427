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
