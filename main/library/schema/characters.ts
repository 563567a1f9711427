// Step 5 of studio.db: characters with references, consent, looks and versions.

export const characterTables = `
  /* nothing yet */
`;
