-- Files that people bring: uploads under way, the inputs that they become, and which jobs use them. The bytes lie encrypted in
-- files; a file's name lies encrypted in its upload's row.
set local search_path = farm;

create table upload (
  account_id uuid not null,
  upload_id uuid not null,
  purpose text not null check (purpose in ('reference', 'input')),
  -- As declared; what is in the file is looked at when all of it is there.
  content_type text not null,
  sha256 text not null,
  bytes bigint not null check (bytes > 0),
  -- What its sender said of it, under the account's key; gone when it is over.
  sealed bytea,
  state text not null check (state in ('open', 'done', 'refused')),
  error jsonb,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  primary key (account_id, upload_id)
);
create index upload_expiry on upload (account_id, expires_at);
create index upload_by_id on upload (upload_id);

create table input_file (
  account_id uuid not null,
  file_id uuid not null,
  sha256 text not null,
  bytes bigint not null,
  content_type text not null,
  purpose text not null check (purpose in ('reference', 'input')),
  width integer not null,
  height integer not null,
  seconds numeric,
  -- Names the key of the file: derived from the account's key.
  key_id text not null,
  state text not null check (state in ('readable', 'removed')),
  -- When it was last brought or named by a submission.
  used_at timestamptz not null,
  primary key (account_id, file_id)
);
-- An account keeps one copy of a file. Another account's copy is its own: nobody learns from it.
create unique index input_file_once on input_file (account_id, sha256) where state = 'readable';
create index input_file_by_id on input_file (file_id);

create table job_input (
  account_id uuid not null,
  job_id uuid not null,
  -- An input, or an artifact of an earlier job.
  file_id uuid not null,
  primary key (account_id, job_id, file_id),
  foreign key (account_id, job_id) references job
);
create index job_input_by_file on job_input (account_id, file_id);

-- Files that are brought or under way: {files, bytes, open}. The caller has entered the account.
create function brought_of(p_account uuid) returns jsonb language sql stable as $$
  select jsonb_build_object('files', i.files + u.open, 'bytes', i.bytes + u.bytes, 'open', u.open)
  from (select count(*) as files, coalesce(sum(bytes), 0) as bytes from input_file where account_id = p_account and state = 'readable') i,
    (select count(*) as open, coalesce(sum(bytes), 0) as bytes from upload
     where account_id = p_account and state = 'open' and expires_at > farm_now()) u
$$;

create function usage_of(p_account uuid) returns jsonb language plpgsql stable as $$
declare v jsonb;
begin
  perform enter(p_account);
  select jsonb_build_object('made', jsonb_build_object('files', count(*), 'bytes', coalesce(sum(bytes), 0)), 'brought', brought_of(p_account))
  into v from artifact where account_id = p_account and state = 'readable' and expires_at > farm_now();
  return v;
end $$;

-- Begins an upload, or answers {refused: 'open' | 'bytes', used} where the limits do not allow it.
create function upload_create(p_account uuid, p_upload uuid, p_purpose text, p_type text, p_sha256 text, p_bytes bigint, p_sealed bytea,
  p_most_bytes bigint, p_most_open integer) returns jsonb language plpgsql as $$
declare v_used jsonb; v_created timestamptz := farm_now();
begin
  perform enter(p_account);
  -- Two at once wait for each other here, so that together they keep to the limits.
  perform 1 from balance where account_id = p_account for update;
  v_used := brought_of(p_account);
  if (v_used ->> 'open')::integer >= p_most_open then return jsonb_build_object('refused', 'open', 'used', v_used -> 'open'); end if;
  if (v_used ->> 'bytes')::bigint + p_bytes > p_most_bytes then return jsonb_build_object('refused', 'bytes', 'used', v_used -> 'bytes'); end if;
  insert into upload (account_id, upload_id, purpose, content_type, sha256, bytes, sealed, state, created_at, expires_at)
  values (p_account, p_upload, p_purpose, p_type, p_sha256, p_bytes, p_sealed, 'open', v_created, v_created + interval '24 hours');
  return jsonb_build_object('createdAt', rfc3339(v_created));
end $$;

create function upload_get(p_account uuid, p_upload uuid) returns jsonb language plpgsql stable as $$
declare v jsonb;
begin
  perform enter(p_account);
  select jsonb_build_object('purpose', purpose, 'contentType', content_type, 'sha256', sha256, 'bytes', bytes, 'state', state, 'error', error,
    'sealed', encode(sealed, 'base64'), 'createdAt', rfc3339(created_at), 'expired', expires_at <= farm_now())
  into v from upload where account_id = p_account and upload_id = p_upload;
  return v;
end $$;

-- The whole file is there and was looked at: it becomes an input, unless the account has it already. Returns the id of the file that
-- is kept; null when the upload was ended meanwhile.
create function upload_finish(p_account uuid, p_upload uuid, p_file uuid, p_key_id text, p_width integer, p_height integer, p_seconds numeric)
returns uuid language plpgsql as $$
declare u upload; v_file uuid;
begin
  perform enter(p_account);
  select * into u from upload where account_id = p_account and upload_id = p_upload for update;
  if not found or u.state = 'refused' then return null; end if;
  insert into input_file (account_id, file_id, sha256, bytes, content_type, purpose, width, height, seconds, key_id, state, used_at)
  values (p_account, p_file, u.sha256, u.bytes, u.content_type, u.purpose, p_width, p_height, p_seconds, p_key_id, 'readable', farm_now())
  on conflict (account_id, sha256) where state = 'readable' do update set used_at = excluded.used_at
  returning file_id into v_file;
  update upload set state = 'done', sealed = null where account_id = p_account and upload_id = p_upload;
  return v_file;
end $$;

-- The file is not what it said. Why is kept until the upload expires, for a sender that lost the answer.
create function upload_refuse(p_account uuid, p_upload uuid, p_error jsonb) returns void language plpgsql as $$
begin
  perform enter(p_account);
  update upload set state = 'refused', error = p_error, sealed = null where account_id = p_account and upload_id = p_upload and state = 'open';
end $$;

-- Whether an open job names the file.
create function file_in_use(p_account uuid, p_file uuid) returns boolean language sql stable as $$
  select exists (select 1 from job_input u join job j on j.account_id = u.account_id and j.job_id = u.job_id
    where u.account_id = p_account and u.file_id = p_file and j.state in ('queued', 'running'))
$$;

-- When an input goes by itself; null while an open job names it.
create function input_expiry(f input_file) returns timestamptz language sql stable as $$
  select case when file_in_use(f.account_id, f.file_id) then null else greatest(f.used_at, (
    select max(j.ended_at) from job_input u join job j on j.account_id = u.account_id and j.job_id = u.job_id
    where u.account_id = f.account_id and u.file_id = f.file_id)) + interval '24 hours' end
$$;

-- Ends an upload by its owner's wish, and takes its input away unless an open job names it. Returns the id of the file to delete, or null.
create function upload_remove(p_account uuid, p_upload uuid) returns uuid language plpgsql as $$
declare u upload; f input_file;
begin
  perform enter(p_account);
  delete from upload where account_id = p_account and upload_id = p_upload returning * into u;
  if u.state is distinct from 'done' then return null; end if;
  select * into f from input_file where account_id = p_account and sha256 = u.sha256 and state = 'readable' for update;
  if not found or file_in_use(p_account, f.file_id) then return null; end if;
  update input_file set state = 'removed' where account_id = p_account and file_id = f.file_id;
  return f.file_id;
end $$;

create function inputs_of(p_account uuid, p_hashes text[]) returns jsonb language plpgsql stable as $$
declare v jsonb;
begin
  perform enter(p_account);
  select coalesce(jsonb_agg(jsonb_build_object('sha256', f.sha256, 'bytes', f.bytes, 'contentType', f.content_type, 'purpose', f.purpose,
    'width', f.width, 'height', f.height, 'seconds', f.seconds, 'expiresAt', rfc3339(input_expiry(f)))), '[]')
  into v from input_file f where f.account_id = p_account and f.state = 'readable' and f.sha256 = any (p_hashes);
  return v;
end $$;

-- submit() of jobs that name files. p_names: [{jobId, path, sha256, kind: 'image' | 'video'}]; each must be an input of the account or
-- an artifact of it, of that kind, or nothing at all is submitted and the first path at fault is named.
create function submit_naming(p_account uuid, p_key text, p_hash bytea, p_jobs jsonb, p_inputs bytea[], p_budget jsonb, p_most_open integer,
  p_names jsonb) returns jsonb language plpgsql as $$
declare v jsonb; v_name jsonb; v_file uuid; v_type text;
begin
  v := submit(p_account, p_key, p_hash, p_jobs, p_inputs, p_budget, p_most_open);
  if (v ->> 'replayed')::boolean then return v; end if;
  for v_name in select name from jsonb_array_elements(p_names) with ordinality as names (name, place) order by name ->> 'sha256', place loop
    -- The mark keeps retention, which may be looking at the row now, from taking it away.
    update input_file set used_at = farm_now()
    where account_id = p_account and sha256 = v_name ->> 'sha256' and state = 'readable' returning file_id, content_type into v_file, v_type;
    if not found then
      select artifact_id, content_type into v_file, v_type from artifact
      where account_id = p_account and sha256 = v_name ->> 'sha256' and state = 'readable' and expires_at > farm_now() and kind <> 'preview'
      order by expires_at desc limit 1;
    end if;
    if v_file is null then
      perform fail('input_missing', 'The farm does not have this file. Bring it by an upload, then send the job again.', v_name ->> 'path');
    end if;
    if split_part(v_type, '/', 1) <> v_name ->> 'kind' then
      perform fail('invalid_input', format('This has to be a file of kind %s, and the farm has one of type %s by this hash.', v_name ->> 'kind', v_type),
        v_name ->> 'path');
    end if;
    insert into job_input (account_id, job_id, file_id) values (p_account, (v_name ->> 'jobId')::uuid, v_file) on conflict do nothing;
  end loop;
  return v;
end $$;

-- Retention of what was brought: uploads a day after their begin, inputs a day after their last use. Returns the files to delete:
-- {uploads, files}; the rows are marked first.
create function retire_uploads(p_account uuid) returns jsonb language plpgsql as $$
declare v_uploads jsonb; v_files uuid[];
begin
  perform enter(p_account);
  with gone as (delete from upload where account_id = p_account and expires_at <= farm_now() returning upload_id)
  select coalesce(jsonb_agg(upload_id), '[]') into v_uploads from gone;
  with gone as (
    update input_file f set state = 'removed'
    where f.account_id = p_account and f.state = 'readable' and f.used_at <= farm_now() - interval '24 hours'
      and input_expiry(f) <= farm_now()
    returning f.file_id)
  select coalesce(array_agg(file_id), '{}') into v_files from gone;
  delete from job_input where account_id = p_account and file_id = any (v_files);
  delete from input_file where account_id = p_account and state = 'removed' and used_at <= farm_now() - interval '30 days';
  return jsonb_build_object('uploads', v_uploads, 'files', to_jsonb(v_files));
end $$;

-- Whether a row names a stored file, or an upload's: for scans that know a file's name alone.
create function stored_file_known(p_id uuid) returns boolean language sql stable as $$
  select exists (select 1 from artifact where artifact_id = p_id and state <> 'removed')
    or exists (select 1 from input_file where file_id = p_id and state = 'readable')
$$;
create function upload_known(p_id uuid) returns boolean language sql stable as $$ select exists (select 1 from upload where upload_id = p_id) $$;

do $$
declare v_table text;
begin
  foreach v_table in array array['upload', 'input_file', 'job_input'] loop
    execute format('alter table %I enable row level security', v_table);
    execute format('create policy own_rows on %I to farm_api using (account_id = current_account()) with check (account_id = current_account())', v_table);
    execute format('create policy all_rows on %I to farm_scheduler, farm_operations using (true) with check (true)', v_table);
    execute format('grant select, insert, update, delete on %I to farm_api, farm_operations', v_table);
    execute format('grant select on %I to farm_scheduler', v_table);
  end loop;
end $$;
revoke delete on input_file, job_input from farm_api;
revoke execute on function retire_uploads, stored_file_known, upload_known from public, farm_api, farm_scheduler;
grant execute on function retire_uploads, stored_file_known, upload_known to farm_operations;
