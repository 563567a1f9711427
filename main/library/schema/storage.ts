// Step 7 of studio.db: transfers and storage.

export const storageTables = `
  /* nothing yet */
`;
