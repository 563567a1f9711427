// The workspace: what was just made, until it is kept or discarded.

export const workspaceContract = {} as const;

/** Events of this part, from core to screens. */
export const workspaceEvents = {} as const;
