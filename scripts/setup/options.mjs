// The options of a launcher: what it knows, and a clear sentence for what it does not.
import { parseArgs } from "node:util";

/**
 * Reads the command line, or prints the help or the mistake and ends the process (0 or 2).
 * @param {{command: string, about: string, options: Record<string, {type: "string" | "boolean", value?: string, text: string}>, argv?: string[]}} known
 * @returns {Record<string, any>} the options that were given
 */
export function readOptions({ command, about, options, argv = process.argv.slice(2) }) {
  const known = { ...options, help: { type: "boolean", text: "show this text" } };
  const help = () => {
    const rows = Object.entries(known).map(([name, one]) => [`--${name}${one.value ? ` ${one.value}` : ""}`, one.text]);
    const width = Math.max(...rows.map(([left]) => left.length));
    return [`${command}: ${about}`, "", ...rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`)].join("\n");
  };
  try {
    /** @type {any} */
    const spec = Object.fromEntries(Object.entries(known).map(([name, one]) => [name, { type: one.type }]));
    /** @type {{values: Record<string, any>}} */
    const { values } = parseArgs({ args: argv, options: spec, strict: true, allowPositionals: false });
    if (values.help) {
      console.log(help());
      process.exit(0);
    }
    return values;
  } catch (error) {
    const word = /'([^']+)'/.exec(error.message)?.[1] ?? "";
    const why =
      error.code === "ERR_PARSE_ARGS_UNKNOWN_OPTION"
        ? `There is no option ${word}.`
        : error.code === "ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL"
          ? `'${word}' is not an option.`
          : `${error.message.split(".")[0]}.`;
    console.error(
      `${why} ${command} knows: ${Object.keys(known)
        .map((name) => `--${name}`)
        .join(", ")}.`,
    );
    process.exit(2);
  }
}

/** A port number out of an option, or undefined; a wrong one ends the process with a sentence. */
export function readPort(text) {
  if (text === undefined) return undefined;
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  console.error(`--port takes a number from 0 to 65535 (0 picks a free one), not '${text}'.`);
  process.exit(2);
}
