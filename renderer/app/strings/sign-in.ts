// Words of connecting to a farm, signing in and up, and everything that happens on the way.
import { count, length } from "../../lib/format.ts";
import type { PasswordNote } from "../../lib/password.ts";

/** What is said under a new password; the notes say what makes it easy to guess, never that it is strong. */
export function passwordNoteWords(note: PasswordNote): string {
  switch (note.kind) {
    case "short":
      return `${count(note.missing, "character")} to go. Four or five words that do not belong together are easy to keep in mind and hard to guess.`;
    case "long":
      return `${count(note.over, "character")} too many: 128 are the most.`;
    case "repeats":
      return "It repeats itself, so it is guessed like a short one.";
    case "row":
      return "A row of keys is among the first that is tried.";
    case "known":
      return "It holds your name or address, which is tried first.";
    case "common":
      return "It is on every list of passwords that are tried first.";
    case "fine":
      return "Long enough. Use it here alone: a password that leaks elsewhere opens every door it fits.";
  }
}

export const signInWords = {
  title: "Sign in to the farm",
  titleUp: "Make an account",
  titleFarm: "Where pictures are made",
  titleMail: "Check your mail",
  titleForgot: "A new password",
  titleReset: "Choose the new password",
  titleIn: "You are signed in",
  titleOwner: "This computer's farm is yours",
  picture: (title: string) => `${title}, first shot`,

  farm: {
    answers: "answers",
    secure: "answers, certificate good",
    here: "on this computer",
    open: "answers, not encrypted",
    looking: "is looked for",
    away: "does not answer",
    none: "No farm is named yet",
    change: "Change",
    localTitle: "The farm on this computer",
    localText: "Free drafts and clips without a graphics card. It signs its owner in by itself.",
    otherTitle: "Another farm",
    otherText: "A server of yours or of a provider, with its own accounts and credits.",
    address: "Address",
    addressHelp: "As whoever runs it gave it to you, like https://farm.example.com",
    addressWrong: "Write the address with https:// in front, like https://farm.example.com.",
    connect: "Go to this farm",
    connecting: "Looking for the farm",
    withKey: "Use an API key instead of an account",
    key: "API key",
    keyHelp: "From the Account page of whoever shares it with you. It is kept as a sign-in would be.",
    noAnswer: "No farm answers at this address. Look at the spelling, and whether the farm runs.",
    admits: {
      open: "Anybody may make an account here.",
      invite: "New accounts need an invite code.",
      closed: "This farm takes no new accounts.",
    },
    regions: (names: string) => `It serves ${names}.`,
  },

  email: "Email",
  password: "Password",
  showPassword: "Show the password",
  hidePassword: "Hide the password",
  signIn: "Sign in",
  signingIn: "Signing in",
  step1: "Email and password",
  accepted: "accepted",
  change: "Change",
  forgot: "Forgot the password?",
  newHere: "New here?",
  makeAccount: "Make an account",
  haveAccount: "You have an account?",
  neverKept: "The password is sent to this farm alone and never kept on this computer.",

  step2: "Code from your authenticator app",
  code: "Six-digit code",
  check: "Check the code and sign in",
  checking: "Checking the code",
  useRecovery: "Use a recovery code",
  useApp: "Use the app's code",
  recovery: "Recovery code",
  recoveryHelp: "One of the codes that you kept when two-factor was turned on, like aBcDe-FgHiJ. Each works once.",
  recoveryWrong: "A recovery code looks like aBcDe-FgHiJ: five characters, a dash, five characters.",
  codeShort: "A code has six digits.",
  needCode: "Write the six digits that the app shows, or a recovery code.",
  goodFor: (seconds: number) => `This code is good for ${seconds} s more. Each code counts once.`,
  noCode:
    "No code at hand? A recovery code works once and shows how many are left. After wrong tries the account waits longer each time; the waiting time is always shown.",
  recoveryLeft: (left: number) =>
    left === 0 ? "That was your last recovery code. Make new ones on the Account page." : `${count(left, "recovery code")} left.`,

  name: "Name",
  nameHelp: "What your team sees, and what approvals are signed with.",
  invite: "Invite code",
  inviteHelp: "This farm takes new accounts by invitation: the code is in yours.",
  country: "Country",
  countryHelp: (names: string) => `This farm serves ${names}.`,
  countryChoose: "Choose a country",
  create: "Make the account",
  creating: "Making the account",
  createText: "A letter comes to this address; the account begins when its link was followed.",
  closed: "This farm takes no new accounts",
  closedText: "Ask whoever runs it. If you have an account, sign in.",

  mail: {
    sent: (email: string) => `A letter is on its way to ${email}.`,
    verify: "Open the link in it, or paste the link or the code here. It works for an hour.",
    reset: "It holds a code that works for an hour. If no account has this address, no letter comes.",
    folder: "This farm runs on this computer and sends no mail: it writes its letters into a folder.",
    folderLabel: "Folder with the letters",
    copyFolder: "Copy the path",
    spam: "Nothing there after a minute or two? Look among the unwanted mail, or ask for it again.",
    token: "Link or code",
    tokenPlaceholder: "Paste it here",
    confirm: "Confirm the address",
    confirming: "Confirming",
    again: "Send the letter again",
    againIn: (seconds: number) => `Again in ${length(seconds)}`,
    sentAgain: "The letter was sent again",
    otherEmail: "Use another address",
    followed: "I followed the link: sign in",
    confirmed: "Your address is confirmed",
    confirmedText: "Sign in to begin.",
  },

  forgotText: "Write the address of your account. A letter with a code comes to it.",
  forgotSend: "Send the letter",
  sending: "Sending",
  newPassword: "New password",
  resetCode: "Code from the letter",
  reset: "Set the password",
  resetting: "Setting the password",
  resetDone: "The new password counts",
  resetDoneText: "Every device was signed out. Sign in with it.",

  needEmail: "Write a mail address, like name@example.com.",
  needPassword: "Write your password.",
  needName: "Write a name.",
  shortPassword: "A password has at least 12 characters.",
  longPassword: "A password has at most 128 characters.",
  needCountry: "Choose the country that you live in.",
  needInvite: "Write the invite code.",
  needToken: "Paste the link or the code of the letter.",

  or: "or, with no account",
  without: "Use this computer instead",
  withoutText:
    "Story, storyboard, drafts and export all run here, free and offline. Final pictures and clips wait until you sign in; nothing you make is lost.",
  goOn: "Go on without",

  owner: "The farm on this computer signs its owner in by itself: there is no password to remember.",
  signedInAs: (name: string) => `Signed in as ${name}`,
  toAccount: "Open the account",
  goOnWorking: "Go on working",
  otherAccount: "Use another account",
  otherFarm: "Go to another farm",
  welcome: (name: string) => `Signed in as ${name}`,
  othersWait: (jobs: number, email: string | null) =>
    `${count(jobs, "job")} of ${email ?? "another account"} ${jobs === 1 ? "waits" : "wait"} here until that account signs in again.`,
};
