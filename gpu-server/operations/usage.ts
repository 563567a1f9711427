/** A command line or a setting that cannot be used; the message is for people. */
export class UsageError extends Error {}
