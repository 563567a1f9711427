// What differs between assets side by side, and what is the same in all.
import { strings } from "../app/strings.ts";
import { libraryWords as words } from "../app/strings/library.ts";
import { useCall } from "../app/use-call.ts";
import { sentence } from "../lib/format.ts";

/** "shot.weather" as "Weather". */
const wordOf = (field: string) => sentence((field.split(".").at(-1) ?? field).replaceAll(/([A-Z])/g, " $1").toLowerCase());

/** The table of `ids`. */
export function LightboxDifferences({ ids }: { ids: readonly string[] }) {
  const { value, error } = useCall("library", "compare", { ids: [...ids] }, ids.join(" "));
  if (value === null) return <p className="p-4 text-text-3">{error === null ? strings.common.loading : error.message}</p>;
  const long = ({ field }: { field: string }) => field === "prompt" || field === "negative";
  const differ = value.fields.filter((field) => !field.same && !long(field));
  const same = value.fields.filter((field) => field.same && !long(field) && field.values[0] !== null);
  return (
    <>
      <section className="section">
        <h3 className="section-title">{words.differs}</h3>
        {differ.length === 0 ? (
          <p className="text-12 text-text-3">{words.nothingDiffers}</p>
        ) : (
          <table className="lightbox-diff">
            <thead>
              <tr>
                <th scope="col">{words.setting}</th>
                {value.assets.map((asset) => (
                  <th scope="col" key={asset.id}>
                    {asset.name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {differ.map((field) => (
                <tr key={field.field}>
                  <th scope="row">{wordOf(field.field)}</th>
                  {field.values.map((text, at) => (
                    <td key={value.assets[at]?.id ?? at} className={text !== null && /^[\d.,×\s-]+$/.test(text) ? "num" : ""}>
                      {text ?? "–"}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </section>
      {same.length === 0 ? null : (
        <section className="section">
          <h3 className="section-title">{words.same(ids.length)}</h3>
          <p className="text-12 leading-5 text-text-2">
            {same.map((field) => `${wordOf(field.field)} ${field.values[0] ?? ""}`).join(", ")}
          </p>
        </section>
      )}
      {value.fields.filter(long).map((field) => (
        <section className="section" key={field.field}>
          <h3 className="section-title">{field.field === "prompt" ? words.prompt : words.negative}</h3>
          {(field.same ? field.values.slice(0, 1) : field.values).map((text, at) => (
            <p key={value.assets[at]?.id ?? at} className="film-say mb-2">
              {field.same ? null : <span className="block font-sans text-11 text-text-3">{value.assets[at]?.name}</span>}
              {text ?? "–"}
            </p>
          ))}
        </section>
      ))}
    </>
  );
}
