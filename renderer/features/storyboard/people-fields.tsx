// Who is in the picture and what stands in it: posture, clothes, hair, and the things by name.
import { ChevronRight, Plus, UserRound, X } from "lucide-react";
import { memo, useEffect, useState } from "react";
import type { ShotView } from "../../../shared/contract/studio/views.ts";
import { hashOf } from "../../app/router.ts";
import { ageNames, facingNames, garmentNames, hairNames, postureNames } from "../../app/strings/names.ts";
import { strings } from "../../app/strings.ts";
import { useFilm, useStudio } from "../../app/studio.tsx";
import { IconButton } from "../../ui/button.tsx";
import { Field } from "../../ui/field.tsx";
import { Menu } from "../../ui/menu.tsx";
import { Select } from "../../ui/select.tsx";
import { wordsOf } from "./film-facts.ts";
import { sameFields } from "./same-fields.ts";

type Member = ShotView["cast"][number];

/** A choice with "as the story says" first, which stands for no value. */
const open = <T extends string>(names: Readonly<Record<T, string>>) =>
  ({ "": strings.storyboard.asTold, ...names }) as Record<T | "", string>;
const choices = {
  posture: open(postureNames),
  facing: open(facingNames),
  age: open(ageNames),
  wear: open(garmentNames),
  hair: open(hairNames),
};

/** `value` without `key` when the choice is empty, else with it set. */
function put<V extends object, K extends keyof V>(value: V, key: K, next: V[K] | ""): V {
  const { [key]: _before, ...rest } = value;
  return (next === "" ? rest : { ...rest, [key]: next }) as V;
}

interface PersonProps {
  member: Member;
  /** The page of the character that it is; null where it is none. */
  page: string | null;
  onChange: (member: Member) => void;
  onRemove: () => void;
}

/** The pages of characters by the names that a film's story uses. */
function usePages(): ReadonlyMap<string, string> {
  const filmId = useFilm((state) => state.filmId);
  const { link } = useStudio();
  const [rows, setRows] = useState<{ filmId: string; pages: ReadonlyMap<string, string> } | null>(null);
  useEffect(() => {
    if (filmId === null) return;
    let wanted = true;
    const ask = async () => {
      const answer = await link.call("characters", "continuity", { projectId: filmId });
      if (!wanted || !answer.ok) return;
      const named = answer.value.rows.flatMap(({ characterId, names }) =>
        characterId === null
          ? []
          : names.map((name): [string, string] => [name, hashOf({ name: "characters", filmId, item: characterId })]),
      );
      setRows({ filmId, pages: new Map(named) });
    };
    void ask();
    const end = link.on("characters.changed", () => void ask());
    return () => {
      wanted = false;
      end();
    };
  }, [link, filmId]);
  return rows !== null && rows.filmId === filmId ? rows.pages : noPages;
}

const noPages: ReadonlyMap<string, string> = new Map();

function Person({ member, page, onChange, onRemove }: PersonProps) {
  const setLook = (look: Member["look"]) => onChange({ ...member, look });
  const facts = [
    member.age && ageNames[member.age],
    member.posture && postureNames[member.posture],
    member.look.wear && garmentNames[member.look.wear],
  ]
    .filter(Boolean)
    .join(", ");
  const details = (
    <details className="group">
      <summary className="flex min-h-9 cursor-default list-none items-center gap-2 pr-8 [&::-webkit-details-marker]:hidden">
        <ChevronRight size={14} strokeWidth={1.75} aria-hidden className="flex-none text-text-3 group-open:rotate-90" />
        <span
          aria-hidden
          className="size-3 flex-none rounded-full border border-control"
          style={{ background: member.look.colour ?? "transparent" }}
        />
        <span className="min-w-0 truncate font-[550]" title={member.name}>
          {member.name}
        </span>
        <span className="ml-auto max-w-[60%] flex-none truncate text-12 text-text-3">{facts}</span>
      </summary>
      <div className="grid grid-cols-2 gap-1.5 pb-3 pl-[22px]">
        <Select
          label={`${member.name}: ${strings.storyboard.posture}`}
          value={member.posture ?? ""}
          options={choices.posture}
          onChange={(next) => onChange(put(member, "posture", next))}
        />
        <Select
          label={`${member.name}: ${strings.storyboard.facing}`}
          value={member.facing ?? ""}
          options={choices.facing}
          onChange={(next) => onChange(put(member, "facing", next))}
        />
        <Select
          label={`${member.name}: ${strings.storyboard.age}`}
          value={member.age ?? ""}
          options={choices.age}
          onChange={(next) => onChange(put(member, "age", next))}
        />
        <Select
          label={`${member.name}: ${strings.storyboard.wears}`}
          value={member.look.wear ?? ""}
          options={choices.wear}
          onChange={(next) => setLook(put(member.look, "wear", next))}
        />
        <Select
          label={`${member.name}: ${strings.storyboard.hair}`}
          value={member.look.hair ?? ""}
          options={choices.hair}
          onChange={(next) => setLook(put(member.look, "hair", next))}
        />
        <span className="flex items-center gap-1.5">
          <input
            type="color"
            aria-label={`${member.name}: ${strings.storyboard.colour}`}
            value={member.look.colour ?? "#808080"}
            onChange={(event) => setLook({ ...member.look, colour: event.target.value })}
            className="h-[26px] w-10 flex-none rounded-1 border border-control bg-canvas p-0.5"
          />
          <IconButton label={strings.storyboard.removePerson(member.name)} className="ml-auto" onClick={onRemove}>
            <X size={14} strokeWidth={1.75} aria-hidden />
          </IconButton>
        </span>
      </div>
    </details>
  );
  return (
    <div className="relative border-t border-line first:border-t-0">
      {details}
      {page === null ? null : (
        <a
          href={page}
          className="btn btn-ghost btn-icon btn-small absolute top-[5px] right-0"
          aria-label={strings.storyboard.openCharacter(member.name)}
          title={strings.storyboard.openCharacter(member.name)}
        >
          <UserRound size={14} strokeWidth={1.75} aria-hidden />
        </a>
      )}
    </div>
  );
}

function PropsField({ shot, error }: { shot: ShotView; error: string | null }) {
  const { film } = useStudio();
  const kept = shot.props.join(", ");
  const [typed, setText] = useState(kept);
  // What comes from elsewhere (undo, another shot) replaces the text; what was typed here stays as typed.
  const text = wordsOf(typed).join(", ") === kept ? typed : kept;
  return (
    <Field label={strings.storyboard.props} help={strings.storyboard.propsHelp} error={error} className="mt-2">
      {({ id, describedBy, invalid }) => (
        <input
          id={id}
          aria-describedby={describedBy}
          aria-invalid={invalid || undefined}
          className="input input-small"
          placeholder={strings.storyboard.propsPlaceholder}
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            film.edit(shot.id, { props: wordsOf(event.target.value) });
          }}
        />
      )}
    </Field>
  );
}

/** Cast and props of a shot. */
export const PeopleFields = memo(
  function PeopleFields({ shot, cast, error }: { shot: ShotView; cast: string[]; error: (field: string) => string | null }) {
    const { film } = useStudio();
    const pages = usePages();
    const absent = cast.filter((name) => !shot.cast.some((member) => member.name === name));
    const set = (members: Member[]) => film.edit(shot.id, { cast: members });
    const wrong = error("cast");
    return (
      <section className="section">
        <h2 className="section-title !mb-1">
          {strings.storyboard.people}
          <span className="ml-auto">
            <Menu
              align="end"
              entries={absent.map((name) => ({ label: name, run: () => set([...shot.cast, { name, look: {} }]) }))}
              trigger={
                <IconButton label={strings.storyboard.addPerson} disabled={absent.length === 0}>
                  <Plus size={14} strokeWidth={1.75} aria-hidden />
                </IconButton>
              }
            />
          </span>
        </h2>
        {shot.cast.length === 0 ? <p className="text-12 text-text-3">{strings.storyboard.nobody}</p> : null}
        {shot.cast.map((member, index) => (
          <Person
            key={member.name}
            member={member}
            page={pages.get(member.name) ?? null}
            onChange={(next) => set(shot.cast.map((one, at) => (at === index ? next : one)))}
            onRemove={() => set(shot.cast.filter((_one, at) => at !== index))}
          />
        ))}
        {wrong === null ? null : <p className="field-error">{wrong}</p>}
        <PropsField key={shot.id} shot={shot} error={error("props")} />
      </section>
    );
  },
  sameFields("id", "cast", "props"),
);
