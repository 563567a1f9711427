-- The orphan scan asks for a file's row by the file's name alone.
set local search_path = farm;
create index artifact_by_id on artifact (artifact_id);
