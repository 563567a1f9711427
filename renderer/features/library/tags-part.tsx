// Tags of one asset or of several: each with a cross, and a field that finds the library's tags or makes a new one.
import { Plus, X } from "lucide-react";
import { useId, useState } from "react";
import { libraryWords as words } from "../../app/strings/library.ts";
import { useCall } from "../../app/use-call.ts";

interface TagsProps {
  tags: readonly { id: string; name: string }[];
  onAdd: (name: string) => void;
  onRemove?: (id: string) => void;
  /** Opens the field at once. */
  open?: boolean;
}

/** A field in which a tag is named; the tags there are stand under it as one types. */
function TagField({ taken, onAdd, onLeave }: { taken: readonly string[]; onAdd: (name: string) => void; onLeave?: () => void }) {
  const list = useId();
  const [text, setText] = useState("");
  const [at, setAt] = useState(-1);
  const { value } = useCall("library", "tags", {}, "");
  const fold = (name: string) => name.normalize("NFKD").replaceAll(/\p{M}/gu, "").toLowerCase();
  const wanted = fold(text.trim());
  const found = (value?.tags ?? [])
    .filter((tag) => !taken.includes(tag.name) && fold(tag.name).includes(wanted))
    .sort(
      (one, other) => Number(!fold(one.name).startsWith(wanted)) - Number(!fold(other.name).startsWith(wanted)) || other.count - one.count,
    )
    .slice(0, 6);
  const add = (name: string) => {
    const clean = name.trim();
    if (clean === "") return;
    onAdd(clean);
    setText("");
    setAt(-1);
  };
  return (
    <div className="relative">
      <input
        role="combobox"
        aria-expanded={found.length > 0}
        aria-controls={list}
        aria-autocomplete="list"
        aria-activedescendant={at >= 0 && at < found.length ? `${list}-${at}` : undefined}
        aria-label={words.tagName}
        placeholder={words.tagName}
        // The field was asked for by a press or a key.
        // oxlint-disable-next-line jsx-a11y/no-autofocus
        autoFocus
        maxLength={60}
        value={text}
        className="input input-small"
        onChange={(event) => {
          setText(event.target.value);
          setAt(-1);
        }}
        onBlur={() => onLeave?.()}
        onKeyDown={(event) => {
          if (event.key === "Enter") add(found[at]?.name ?? text);
          else if (event.key === "ArrowDown") setAt(Math.min(found.length - 1, at + 1));
          else if (event.key === "ArrowUp") setAt(Math.max(-1, at - 1));
          else if (event.key === "Escape" && onLeave !== undefined) onLeave();
          else return;
          event.preventDefault();
          event.stopPropagation();
        }}
      />
      <div id={list} role="listbox" aria-label={words.allTags} className={found.length === 0 ? "hidden" : "mt-1.5 flex flex-wrap gap-1"}>
        {found.map((tag, index) => (
          <div
            key={tag.id}
            id={`${list}-${index}`}
            role="option"
            aria-selected={index === at}
            tabIndex={-1}
            className={`tag min-h-6 ${index === at ? "!bg-active !text-text outline-2 outline-ring" : ""}`}
            // Before the field loses the focus.
            onPointerDown={(event) => {
              event.preventDefault();
              add(tag.name);
            }}
          >
            {tag.name}
            <span className="text-text-3">{tag.count}</span>
          </div>
        ))}
      </div>
    </div>
  );
}

/** The tags with their field. */
export function Tags({ tags, onAdd, onRemove, open = false }: TagsProps) {
  const [adding, setAdding] = useState(open);
  return (
    <div>
      <div className="flex flex-wrap items-center gap-1.5">
        {tags.map((tag) => (
          <span key={tag.id} className="tag !h-6 !pr-0.5">
            {tag.name}
            {onRemove === undefined ? null : (
              <button
                type="button"
                aria-label={words.removeTag(tag.name)}
                className="grid size-6 place-items-center rounded-1 text-text-3 hover:text-text"
                onClick={() => onRemove(tag.id)}
              >
                <X size={12} strokeWidth={2} aria-hidden />
              </button>
            )}
          </span>
        ))}
        {adding ? null : (
          <button type="button" className="tag !h-6 border border-control !bg-transparent" onClick={() => setAdding(true)}>
            <Plus size={12} strokeWidth={2} aria-hidden />
            {words.addTag}
          </button>
        )}
      </div>
      {adding ? (
        <div className="mt-2">
          <TagField taken={tags.map((tag) => tag.name)} onAdd={onAdd} {...(open ? {} : { onLeave: () => setAdding(false) })} />
        </div>
      ) : null}
    </div>
  );
}
