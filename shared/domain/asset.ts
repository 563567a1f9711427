// An asset: a file of the library. Its kinds, its states, and where it came from.

export const assetKinds = ["image", "clip", "audio", "document"] as const;
export type AssetKind = (typeof assetKinds)[number];

/** `staged`: just made, in the workspace. `kept`: in the library. `discarded`: gone after a day. `trashed`: until it is emptied. */
export const assetStates = ["staged", "kept", "discarded", "trashed"] as const;
export type AssetState = (typeof assetStates)[number];

export const assetOrigins = ["made", "imported", "copied"] as const;
export type AssetOrigin = (typeof assetOrigins)[number];
