// The version of the drawing rules. Part of every recipe of the draft engine.

/** Bump whenever any picture changes. */
export const drawingVersion = "animatic-8";
