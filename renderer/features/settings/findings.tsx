// What verify found: each with what it is, what uses it, and what can be done.
import type { VerifyReport } from "../../../shared/contract/studio/storage.ts";
import { settingsWords } from "../../app/strings/settings.ts";

const words = settingsWords.files;
const shown = 20;

/** The list, the first of them. */
export function Findings({ report }: { report: VerifyReport }) {
  const rest = report.findingsTotal - Math.min(shown, report.findings.length);
  return (
    <ul className="mt-2 grid gap-2 text-12">
      {report.findings.slice(0, shown).map((one) => (
        <li key={`${one.kind} ${one.what}`} className="border-t border-line pt-2">
          <p>
            <span className="font-[550] text-fail">{words.kinds[one.kind]}</span> <span className="text-text-2">{one.text}</span>
          </p>
          {one.usedBy.length === 0 ? null : <p className="text-text-2">{words.usedBy(one.usedBy.join("; "))}</p>}
          <p className="num break-all text-text-3 select-text">{one.what}</p>
        </li>
      ))}
      {rest > 0 ? <li className="text-text-3">{words.moreFindings(rest)}</li> : null}
    </ul>
  );
}
