// A page of its own for what keeps the studio from opening: what happened and what to do.

/** Stands in place of all screens. */
export function Notice({ title, text }: { title: string; text: string }) {
  return (
    <main className="grid h-full place-items-center p-6">
      <div className="max-w-[520px]" role="alert">
        <h1 className="font-film text-34 tracking-[-0.015em]">{title}</h1>
        <p className="mt-3 text-14 text-text-2">{text}</p>
      </div>
    </main>
  );
}
