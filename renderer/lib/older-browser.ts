// What a browser before Chrome 111 lacks and the screens and the drawing use: copies of arrays that are
// turned or sorted, and text without halves of letters. Put in front of the page and its workers only where the build is for such a browser.

function fill(name: string, run: (this: unknown[], ...args: never[]) => unknown): void {
  if (name in Array.prototype) return;
  Object.defineProperty(Array.prototype, name, { value: run, writable: true, configurable: true });
}

fill("toReversed", function () {
  return [...this].reverse();
});
fill("toSorted", function (compare?: (one: unknown, other: unknown) => number) {
  return [...this].sort(compare);
});
fill("toSpliced", function (start: number, count: number, ...items: unknown[]) {
  const copy = [...this];
  copy.splice(start, count, ...items);
  return copy;
});
fill("with", function (index: number, value: unknown) {
  const copy = [...this];
  copy[index < 0 ? copy.length + index : index] = value;
  return copy;
});
const lone = /\p{Surrogate}/gu;
const onStrings: Record<string, (this: string) => unknown> = {
  isWellFormed() {
    return this.search(lone) < 0;
  },
  toWellFormed() {
    return this.replace(lone, "\uFFFD");
  },
};
for (const [name, value] of Object.entries(onStrings))
  if (!(name in String.prototype)) Object.defineProperty(String.prototype, name, { value, writable: true, configurable: true });
