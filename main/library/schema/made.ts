// Step 6 of studio.db: what is made outside of a film: presets, jobs without a film, the workspace.

export const madeTables = `
  /* nothing yet */
`;
