// Counts with their noun, for what the core says to people.

/** "1 credit", "12 credits". */
export function counted(number: number, one: string): string {
  return `${number} ${number === 1 ? one : `${one}s`}`;
}
