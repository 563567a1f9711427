// What is wrong with a form as a whole, over its button: an error, or the time to wait.
import { CircleAlert, Clock } from "lucide-react";
import { useState } from "react";
import { strings } from "../app/strings.ts";

/** A time that is counted down: seen second by second, read aloud once. */
function Waiting({ text }: { text: string }) {
  const [said] = useState(text);
  return (
    <>
      <span className="sr-only" role="alert">
        {said}
      </span>
      <span aria-hidden className="min-w-0 tabular-nums">
        {text}
      </span>
    </>
  );
}

/** `wait` are the seconds until a try makes sense; 0 where waiting does not help or is over. */
export function FormError({ text, wait }: { text: string | null; wait: number }) {
  if (text === null) return null;
  const waits = wait > 0 || text === strings.common.waitOver;
  const Icon = waits ? Clock : CircleAlert;
  return (
    <p className={`mt-4 flex items-start gap-2 rounded-2 px-3 py-2 ${waits ? "bg-turn-soft" : "bg-fail-soft"}`}>
      <Icon size={16} strokeWidth={1.75} aria-hidden className={`mt-px flex-none ${waits ? "tone-turn" : "tone-fail"}`} />
      {wait > 0 ? (
        <Waiting text={text} />
      ) : (
        <span role="alert" className="min-w-0 [overflow-wrap:anywhere]">
          {text}
        </span>
      )}
    </p>
  );
}
