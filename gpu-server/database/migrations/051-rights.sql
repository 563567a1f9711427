-- People's rights: consents, the attestation of age, the export of an account.
set local search_path = farm;

-- What was agreed to for a reference. Rows never change; a revocation is a row of its own.
create table consent (
  account_id uuid not null,
  consent_id uuid not null,
  text_version text not null,
  subject text not null check (subject in ('fictional', 'self', 'other')),
  scope text not null check (scope in ('general', 'mature')),
  reference_hash text not null,
  evidence_hash text,
  given_at timestamptz not null,
  expires_at timestamptz,
  primary key (account_id, consent_id)
);
create index consent_by_reference on consent (account_id, reference_hash);
create table consent_revocation (
  account_id uuid not null,
  consent_id uuid not null,
  at timestamptz not null,
  primary key (account_id, consent_id),
  foreign key (account_id, consent_id) references consent
);
create trigger consent_append_only before update or delete on consent for each row execute function refuse_change();
create trigger consent_revocation_append_only before update or delete on consent_revocation for each row execute function refuse_change();

create function consent_json(c consent) returns jsonb language sql stable as $$
  select jsonb_build_object('id', c.consent_id, 'textVersion', c.text_version, 'subject', c.subject, 'scope', c.scope,
    'referenceHash', c.reference_hash, 'evidenceHash', c.evidence_hash, 'givenAt', rfc3339(c.given_at), 'expiresAt', rfc3339(c.expires_at),
    'revokedAt', (select rfc3339(at) from consent_revocation r where r.account_id = c.account_id and r.consent_id = c.consent_id))
$$;

create function consent_give(p_account uuid, p_id uuid, p_text text, p_subject text, p_scope text, p_reference text, p_evidence text,
  p_expires timestamptz) returns jsonb language plpgsql as $$
declare c consent;
begin
  perform enter(p_account);
  if p_expires <= farm_now() then perform fail('invalid_input', 'This consent would be over already. Choose a later time.', 'expiresAt'); end if;
  insert into consent values (p_account, p_id, p_text, p_subject, p_scope, p_reference, p_evidence, farm_now(), p_expires) returning * into c;
  return consent_json(c);
end $$;

-- Newest first, before the id.
create function consent_list(p_account uuid, p_before uuid, p_limit integer) returns jsonb language plpgsql stable as $$
declare v jsonb;
begin
  perform enter(p_account);
  select coalesce(jsonb_agg(consent_json(c) order by c.consent_id desc), '[]') into v from (
    select * from consent where account_id = p_account and (p_before is null or consent_id < p_before) order by consent_id desc limit p_limit) c;
  return v;
end $$;

-- Revoking twice is revoking once.
create function consent_revoke(p_account uuid, p_id uuid) returns jsonb language plpgsql as $$
declare c consent;
begin
  perform enter(p_account);
  select * into c from consent where account_id = p_account and consent_id = p_id;
  if not found then perform fail('not_found', 'There is no such consent.'); end if;
  insert into consent_revocation values (p_account, p_id, farm_now()) on conflict do nothing;
  return consent_json(c);
end $$;

-- Of these references, those whose newest consent was revoked or is over. A reference without any consent is not among them.
create function references_withdrawn(p_account uuid, p_references text[]) returns text[] language plpgsql stable as $$
declare v text[];
begin
  perform enter(p_account);
  select coalesce(array_agg(reference_hash), '{}') into v from (
    select distinct on (reference_hash) reference_hash, expires_at,
      exists (select 1 from consent_revocation r where r.account_id = p_account and r.consent_id = c.consent_id) as revoked
    from consent c where account_id = p_account and reference_hash = any (p_references)
    order by reference_hash, given_at desc, consent_id desc) newest
  where revoked or expires_at <= farm_now();
  return v;
end $$;

-- Whether the person behind an account is an adult: the result of a check, never the date.
create table age_check (
  account_id uuid primary key,
  adult boolean not null,
  provider text not null,
  checked_at timestamptz not null
);

create function age_json(p_account uuid) returns jsonb language plpgsql stable as $$
declare v jsonb;
begin
  perform enter(p_account);
  select jsonb_build_object('state', case when adult then 'adult' else 'refused' end, 'provider', provider, 'checkedAt', rfc3339(checked_at))
  into v from age_check where account_id = p_account;
  return coalesce(v, '{"state": "unknown", "provider": null, "checkedAt": null}');
end $$;

-- An adult stays one; who was refused may try again after 30 days.
create function age_note(p_account uuid, p_adult boolean, p_provider text) returns jsonb language plpgsql as $$
begin
  perform enter(p_account);
  insert into age_check as a values (p_account, p_adult, p_provider, farm_now())
  on conflict (account_id) do update set adult = excluded.adult, provider = excluded.provider, checked_at = excluded.checked_at
  where not a.adult and a.checked_at <= farm_now() - interval '30 days';
  return age_json(p_account);
end $$;

-- The export of an account: made by background work in parts, which are files of their own under the account's key.
create table account_export (
  account_id uuid not null,
  export_id uuid not null,
  state text not null check (state in ('queued', 'making', 'ready', 'failed')),
  -- Each try writes under its own number: an older one, still at work elsewhere, changes nothing any more.
  try integer not null default 0,
  percent integer not null default 0 check (percent between 0 and 100),
  bytes bigint,
  sha256 text,
  created_at timestamptz not null,
  ready_at timestamptz,
  expires_at timestamptz,
  primary key (account_id, export_id)
);
create unique index account_export_one on account_export (account_id) where state in ('queued', 'making');
create table account_export_part (
  account_id uuid not null,
  export_id uuid not null,
  idx integer not null,
  file_id uuid not null,
  bytes bigint not null,
  primary key (account_id, export_id, idx),
  foreign key (account_id, export_id) references account_export
);
create index account_export_file on account_export_part (file_id);

create function export_json(e account_export) returns jsonb language sql stable as $$
  select jsonb_build_object('id', e.export_id, 'state', e.state, 'percent', e.percent, 'createdAt', rfc3339(e.created_at),
    'bytes', e.bytes, 'sha256', e.sha256, 'expiresAt', rfc3339(e.expires_at))
$$;

-- Asks for an export. Returns it, or {wait} with the seconds until another is allowed: three a day.
create function export_ask(p_account uuid, p_id uuid) returns jsonb language plpgsql as $$
declare e account_export; v_third timestamptz;
begin
  perform enter(p_account);
  select created_at into v_third from account_export where account_id = p_account order by created_at desc offset 2 limit 1;
  if v_third > farm_now() - interval '1 day' then
    return jsonb_build_object('wait', greatest(1, ceil(extract(epoch from v_third + interval '1 day' - farm_now())))::integer);
  end if;
  insert into account_export (account_id, export_id, state, created_at) values (p_account, p_id, 'queued', farm_now())
  on conflict do nothing returning * into e;
  if not found then
    perform fail('conflict', 'An export is being made already. It is the one that GET /v1/account/export shows; wait for it.');
  end if;
  return export_json(e);
end $$;

-- The newest export that is not over.
create function export_state(p_account uuid) returns jsonb language plpgsql stable as $$
declare v jsonb;
begin
  perform enter(p_account);
  select export_json(e) into v from account_export e
  where account_id = p_account and (expires_at is null or expires_at > farm_now()) order by created_at desc, export_id desc limit 1;
  return v;
end $$;

-- A finished export with its parts; null for another account's, an unknown one and one that is over.
create function export_file(p_account uuid, p_id uuid) returns jsonb language plpgsql stable as $$
declare v jsonb;
begin
  perform enter(p_account);
  select jsonb_build_object('bytes', e.bytes, 'sha256', e.sha256, 'parts', (
    select jsonb_agg(jsonb_build_object('id', file_id, 'bytes', p.bytes) order by idx) from account_export_part p
    where p.account_id = p_account and p.export_id = p_id))
  into v from account_export e where account_id = p_account and export_id = p_id and state = 'ready' and expires_at > farm_now();
  return v;
end $$;

-- Begins a try. Returns {try, stale: ids of an earlier try's files, which the caller removes}; null when there is nothing to make.
create function export_begin(p_account uuid, p_id uuid) returns jsonb language plpgsql as $$
declare v_try integer; v_stale jsonb;
begin
  perform enter(p_account);
  -- A failed one may be begun again by hand, while no other is open.
  update account_export e set state = 'making', try = try + 1, percent = 0, expires_at = null
  where account_id = p_account and export_id = p_id and state <> 'ready' and not exists (
    select 1 from account_export o where o.account_id = p_account and o.export_id <> p_id and o.state in ('queued', 'making'))
  returning try into v_try;
  if not found then return null; end if;
  with gone as (delete from account_export_part where account_id = p_account and export_id = p_id returning file_id)
  select coalesce(jsonb_agg(file_id), '[]') into v_stale from gone;
  return jsonb_build_object('try', v_try, 'stale', v_stale);
end $$;

-- Notes a part before its file is written, and how far the export is. False when another try has begun, or the account is gone.
create function export_part(p_account uuid, p_id uuid, p_try integer, p_idx integer, p_file uuid, p_bytes bigint, p_percent integer)
returns boolean language plpgsql as $$
begin
  perform enter(p_account);
  update account_export set percent = greatest(percent, p_percent)
  where account_id = p_account and export_id = p_id and state = 'making' and try = p_try;
  if not found then return false; end if;
  insert into account_export_part values (p_account, p_id, p_idx, p_file, p_bytes);
  return true;
end $$;

create function export_end(p_account uuid, p_id uuid, p_try integer, p_bytes bigint, p_sha256 text) returns boolean language plpgsql as $$
begin
  perform enter(p_account);
  update account_export set state = 'ready', percent = 100, bytes = p_bytes, sha256 = p_sha256, ready_at = farm_now(),
    expires_at = farm_now() + interval '7 days'
  where account_id = p_account and export_id = p_id and state = 'making' and try = p_try;
  return found;
end $$;

create function export_fail(p_account uuid, p_id uuid) returns void language plpgsql as $$
begin
  perform enter(p_account);
  update account_export set state = 'failed', expires_at = farm_now() + interval '7 days'
  where account_id = p_account and export_id = p_id and state in ('queued', 'making');
end $$;

-- Forgets exports that are over, and what a failed one had written. Returns the ids of files to delete.
create function retire_exports(p_account uuid) returns jsonb language plpgsql as $$
declare v jsonb;
begin
  perform enter(p_account);
  with gone as (
    delete from account_export_part p using account_export e
    where p.account_id = p_account and e.account_id = p_account and e.export_id = p.export_id
      and (e.expires_at <= farm_now() or e.state = 'failed') returning p.file_id)
  select coalesce(jsonb_agg(file_id), '[]') into v from gone;
  delete from account_export where account_id = p_account and expires_at <= farm_now() - interval '1 day';
  return v;
end $$;

-- Exports to make, oldest first: what a coordinator that was killed left is found by the next.
create function exports_open() returns jsonb language sql stable as $$
  select coalesce(jsonb_agg(jsonb_build_object('accountId', account_id, 'exportId', export_id) order by created_at), '[]') from (
    select * from account_export where state in ('queued', 'making') order by created_at limit 100) open
$$;

-- A file of the store that a row names.
create or replace function stored_file_known(p_id uuid) returns boolean language sql stable as $$
  select exists (select 1 from artifact where artifact_id = p_id and state <> 'removed')
    or exists (select 1 from input_file where file_id = p_id and state = 'readable')
    or exists (select 1 from account_export_part where file_id = p_id)
$$;

do $$
declare v_table text;
begin
  foreach v_table in array array['consent', 'consent_revocation', 'age_check', 'account_export', 'account_export_part'] loop
    execute format('alter table %I enable row level security', v_table);
    execute format('create policy own_rows on %I to farm_api using (account_id = current_account()) with check (account_id = current_account())', v_table);
    execute format('create policy all_rows on %I to farm_scheduler, farm_operations using (true) with check (true)', v_table);
    execute format('grant select, insert on %I to farm_api', v_table);
    execute format('grant select, insert, update, delete on %I to farm_operations', v_table);
  end loop;
end $$;
grant update on age_check to farm_api;
revoke update, delete on consent, consent_revocation from farm_operations;
revoke execute on function export_begin, export_part, export_end, export_fail, retire_exports, exports_open from public, farm_api, farm_scheduler;
grant execute on function export_begin, export_part, export_end, export_fail, retire_exports, exports_open to farm_operations;
