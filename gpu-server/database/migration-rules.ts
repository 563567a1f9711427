// The rule that a migration keeps so that a coordinator of the version before goes on serving (docs/operating.md),
// held over its text: statements at the top, bodies of functions and comments left out.

/** A migration that takes away what no version uses any more says so in its first line. */
const contracts = /^-- contracts: \S/;

/** The text without comments and without what stands between dollar quotes or in a string. */
function bare(sql: string): string {
  return sql
    .replaceAll(/--[^\n]*/g, "")
    .replaceAll(/\$(\w*)\$[\s\S]*?\$\1\$/g, "$$$$")
    .replaceAll(/'(?:[^']|'')*'/g, "''");
}

const statementsOf = (sql: string) =>
  bare(sql)
    .split(";")
    .map((text) => text.trim().replaceAll(/\s+/g, " "))
    .filter((text) => text !== "");

const functionHead =
  /^create (?:or replace )?function ([\w.]+) ?\(((?:[^()]|\([^()]*\))*)\) returns ((?:setof |table ?\([^)]*\)|[\w. [\]])+?)(?: (?:language|as|security|stable|immutable|volatile|set|strict|begin|return)\b|$)/i;

interface Head {
  name: string;
  arguments: string;
  result: string;
}

/** Types of arguments, names and defaults left out: what tells one function of a name from another. */
function headOf(statement: string): Head | null {
  const found = functionHead.exec(statement);
  if (found === null) return null;
  const [, name = "", list = "", result = ""] = found;
  const types = list
    .split(/,(?![^(]*\))/)
    .map((each) => each.trim().replace(/ (?:default|=).*$/i, ""))
    .filter((each) => each !== "")
    .map((each) => each.replace(/^(?:in |out |inout |variadic )?\w+ /i, ""));
  return { name: name.toLowerCase(), arguments: types.join(", ").toLowerCase(), result: result.trim().toLowerCase() };
}

const rules: [RegExp, string][] = [
  [
    /^alter table .* drop (?:column )?(?!constraint|not null|default|expression|identity)\w/i,
    "drops a column that the version before may read",
  ],
  [/^drop table /i, "drops a table that the version before may read"],
  [/^drop function /i, "drops a function that the version before may call"],
  [/^drop (?:view|type|schema|trigger|policy|role)/i, "drops what the version before may use"],
  [/^alter .* rename /i, "renames what the version before uses: add it under the new name"],
  [/^alter table .* alter (?:column )?\w+ set not null/i, "sets not null on what the version before may leave out"],
  [/^alter table .* alter (?:column )?\w+ (?:set data )?type /i, "changes a type and rewrites the table: add a column"],
  [/^alter table .* add constraint (?!.*not valid)/i, "narrows what a table takes: add it `not valid` and validate it later"],
  [/^lock /i, "locks a table"],
  [/^(?:commit|rollback|end)\b/i, "ends its transaction: it is applied in one"],
];

/** The text without what stands in brackets: a check is not the column's own `not null`. */
function withoutBrackets(text: string): string {
  for (let before = ""; before !== text;) {
    before = text;
    text = text.replaceAll(/\([^()]*\)/g, "");
  }
  return text;
}

/** Tables that a migration makes itself: nobody uses them yet. */
function ownTables(statements: readonly string[]): Set<string> {
  return new Set(statements.flatMap((statement) => /^create table (?:if not exists )?([\w.]+)/i.exec(statement)?.[1] ?? []));
}

/** What of a migration would break a coordinator of the version before; `earlier` is the text of all migrations before it. */
export function faultsOf(sql: string, earlier: string): string[] {
  if (contracts.test(sql)) return [];
  const statements = statementsOf(sql);
  const own = ownTables(statements);
  const known = statementsOf(earlier).flatMap((statement) => headOf(statement) ?? []);
  return statements.flatMap((statement) => {
    const table = /^alter table (?:if exists |only )?([\w.]+)/i.exec(statement)?.[1];
    if (table !== undefined && own.has(table)) return [];
    const found = rules.filter(([pattern]) => pattern.test(statement)).map(([, words]) => words);
    for (const added of table === undefined ? [] : statement.split(/,? ?add column /i).slice(1))
      if (/ not null/i.test(withoutBrackets(added)) && !/ default /i.test(added))
        found.push("adds a column that is not null without a default");
    const head = /^create or replace function/i.test(statement) ? headOf(statement) : null;
    const former = known.filter(({ name }) => name === head?.name);
    const same = former.findLast((each) => each.arguments === head?.arguments);
    if (head && former.length > 0 && same === undefined) found.push(`replaces ${head.name} with other arguments: give it a new name`);
    if (head && same && same.result !== head.result) found.push(`replaces ${head.name} with another result: give it a new name`);
    return found.map((words) => `${words} (${statement.slice(0, 80)})`);
  });
}
