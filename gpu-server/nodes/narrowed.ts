// Abilities of one engine on several nodes as one: what every node that does a kind honours, since any of them may get the job. Pure.
import type { KindAbility, ParameterAbility } from "../../shared/contract/abilities.ts";

function within<T>(a: readonly T[] | undefined, b: readonly T[] | undefined): T[] | undefined {
  if (a === undefined || b === undefined) return (a ?? b)?.slice();
  const known = new Set(b.map((item) => JSON.stringify(item)));
  return a.filter((item) => known.has(JSON.stringify(item)));
}

const bound = (choose: (...values: number[]) => number, ...values: (number | undefined)[]): number | undefined => {
  const given = values.filter((value) => value !== undefined);
  return given.length === 0 ? undefined : choose(...given);
};

function both(a: ParameterAbility, b: ParameterAbility): ParameterAbility {
  if (!a.served) return a;
  if (!b.served) return b;
  const weight = a.weight &&
    b.weight && { ...a.weight, min: Math.max(a.weight.min, b.weight.min), max: Math.min(a.weight.max, b.weight.max) };
  const merged = {
    ...a,
    min: bound(Math.max, a.min, b.min),
    max: bound(Math.min, a.max, b.max),
    step: bound(Math.max, a.step, b.step),
    most: bound(Math.min, a.most, b.most),
    choices: within(a.choices, b.choices),
    sizes: within(a.sizes, b.sizes),
    weight,
    roles: a.roles && b.roles && within(a.roles, b.roles),
  };
  return Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== undefined)) as ParameterAbility;
}

/** `a` and `b`, each parameter as narrow as the narrower one. A kind that one of them does and the other does not is done. */
export function narrowed(a: readonly KindAbility[] | undefined, b: readonly KindAbility[] | undefined): KindAbility[] | undefined {
  if (a === undefined || b === undefined) return (a ?? b)?.slice();
  const others = new Map(b.map((ability) => [ability.kind, ability]));
  const merged = a.map((ability): KindAbility => {
    const other = others.get(ability.kind);
    others.delete(ability.kind);
    if (other === undefined || !other.served) return ability;
    if (!ability.served) return other;
    const parameters = { ...other.parameters, ...ability.parameters };
    for (const [name, parameter] of Object.entries(other.parameters)) {
      const own = ability.parameters[name];
      if (own !== undefined) parameters[name] = both(own, parameter);
    }
    const inputs = ability.inputs ?? other.inputs;
    return { ...ability, parameters, ...(inputs ? { inputs } : {}) };
  });
  return [...merged, ...others.values()];
}
