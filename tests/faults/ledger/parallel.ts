// Many at once: spends on one balance, sign-ups and sign-ins of one address.
import { type TestDatabase, testDatabase } from "../../../gpu-server/database/testing.ts";
import { testFarm, videoSpec } from "../../../gpu-server/jobs/testing.ts";
import { checkRows } from "../../../gpu-server/operations/check.ts";
import { freshEmail, letterTo, password } from "../../../gpu-server/testing/people.ts";
import { faultyFarm } from "./coordinator.ts";
import { type FaultRow, tell } from "./table.ts";

const spenders = 40;
const credits = 10;
/** Told to come again later: the address waits, or the farm has no hand free. */
const later = [429, 503];

async function sound(database: TestDatabase): Promise<void> {
  const broken = await checkRows(database.open("farm_operations", 1));
  if (broken.length > 0) throw new Error(JSON.stringify(broken));
}

/** 40 submissions at once on a balance of 10, `rounds` times: 10 are sold, no more and no fewer. */
export async function parallelSpends(rounds: number): Promise<FaultRow> {
  const database = await testDatabase();
  try {
    const farm = testFarm({ open: (role) => database.open(role, role === "farm_api" ? spenders : 2) });
    let [lost, doubled] = [0, 0];
    for (let round = 0; round < rounds; round += 1) {
      const account = await farm.account(credits);
      const sold = await Promise.all(
        Array.from({ length: spenders }, (_, key) =>
          farm.submission.submit(account, `key-${key}`, [videoSpec(1)], null).then(
            () => 1,
            (error: { code: string }) => {
              if (error.code !== "credits_insufficient") throw error;
              return 0;
            },
          ),
        ),
      );
      const count = sold.reduce<number>((sum, one) => sum + one, 0);
      const { available, held } = await farm.credits.credits(account.id);
      lost += Math.max(0, count - held) + Math.max(0, credits - count);
      doubled += Math.max(0, count - credits) + Math.max(0, -available);
    }
    await sound(database);
    return tell({ fault: `${spenders} spends at once on a balance of ${credits}`, tried: rounds * spenders, lost, doubled });
  } finally {
    await database.close();
  }
}

/** `count` sign-ups of one address at once, then as many sign-ins: one account, one opening of it, each session good. */
export async function parallelAccounts(count: number): Promise<FaultRow> {
  const database = await testDatabase();
  const farm = await faultyFarm({ databaseUrl: database.url });
  try {
    if (!(await farm.start())) throw new Error(farm.log());
    const owner = database.open(null, 1);
    const email = freshEmail();
    const many = <T>(work: () => Promise<T>) => Promise.all(Array.from({ length: count }, work));
    const told = await many(() => farm.once("POST", "/v1/accounts", { email, password, name: "Somebody" }));
    if (told.some(({ status }) => ![202, ...later].includes(status))) throw new Error(JSON.stringify(told.map(({ status }) => status)));
    const letter = await letterTo(farm.data, email, "/v1/accounts/verification?token=");
    const token = decodeURIComponent(/verification\?token=(\S+)/.exec(letter)?.[1] ?? "");
    await farm.send("POST", "/v1/accounts/verification", { token });
    const signIns = await many(() => farm.once("POST", "/v1/sessions", { email, password }));
    // Past five attempts under way the address itself waits; who was let in is in.
    const unexpected = signIns.filter(({ status }) => ![200, ...later].includes(status));
    if (unexpected.length > 0) throw new Error(JSON.stringify(unexpected[0]));
    const tokens = signIns.flatMap(({ headers }) => headers.get("set-auth-token") ?? []);
    const uses = await Promise.all(tokens.map((one) => farm.send("GET", "/v1/credits", undefined, { token: one })));
    const rows = await owner.query<{ users: number; balances: number; periods: number; sessions: number }>(
      `select count(*)::int as users, (select count(*)::int from farm.balance b where b.account_id = any (array_agg(u.id))) as balances,
         (select count(*)::int from farm.plan_period p where p.account_id = any (array_agg(u.id))) as periods,
         (select count(*)::int from identity.session s where s."userId" = any (array_agg(u.id))) as sessions
       from identity."user" u where email = $1`,
      [email],
    );
    const { users = 0, balances = 0, periods = 0, sessions = 0 } = rows[0] ?? {};
    if (tokens.length === 0 || sessions < tokens.length) throw new Error(`${tokens.length} signed in, ${sessions} sessions`);
    await sound(database);
    return tell({
      fault: `${count} sign-ups and ${count} sign-ins of one address at once`,
      tried: 2 * count,
      lost: uses.filter(({ status }) => status !== 200).length + (users === 0 ? 1 : 0),
      doubled: users - 1 + (balances - 1) + (periods - 1),
      note: `${tokens.length} signed in, ${count - tokens.length} were told to wait`,
    });
  } finally {
    await farm.close();
    await database.close();
  }
}
