// What the palette finds: commands whose words all occur, the nearest first.

export interface Command {
  id: string;
  label: string;
  /** Words by which it is found beside its label. */
  also?: string;
  shortcut?: string;
  run: () => void;
}

/** Commands whose words all occur, those that start with the query first. */
export function findCommands(commands: Command[], query: string, limit = 40): Command[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const matches = commands.filter((command) => {
    const text = `${command.label} ${command.also ?? ""}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
  const starts = (command: Command) => (words[0] !== undefined && command.label.toLowerCase().startsWith(words[0]) ? 0 : 1);
  return matches.sort((one, other) => starts(one) - starts(other)).slice(0, limit);
}
