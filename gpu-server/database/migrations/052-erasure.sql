-- The end of an account: what erases its rows, step by step, and the certificate that stays.
set local search_path = farm;

alter table identity.erasure_request
  add column erasure_id uuid not null unique default gen_random_uuid(),
  -- The address for the last letter, sealed under the farm's secret.
  add column sealed bytea,
  -- Rows and files that were erased so far, by table.
  add column counts jsonb not null default '{}';

-- What is left of an erasure: nothing that leads back to a person.
create table identity.erasure_certificate (
  certificate_id uuid primary key,
  body jsonb not null,
  signature text not null,
  made_at timestamptz not null
);

-- The ledger and the logs that only grow are let go for an erasure alone, and row by row of its own account.
create or replace function refuse_change() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' and tg_level = 'ROW' and to_jsonb(old) ->> 'account_id' = nullif(current_setting('farm.erasing', true), '') then
    return old;
  end if;
  raise exception 'the ledger is append-only';
end $$;

create function identity.count_erased(p_account uuid, p_what text, p_count bigint) returns void language sql as $$
  update identity.erasure_request set counts = jsonb_set(counts, array[p_what], to_jsonb(coalesce((counts ->> p_what)::bigint, 0) + p_count))
  where account_id = p_account and p_count > 0
$$;

-- Ends whatever the account still has open: nothing is charged but what arrived, every hold is closed. Returns the jobs.
create function end_open_jobs(p_account uuid) returns jsonb language plpgsql as $$
declare v_job uuid; j job; v_ended jsonb := '[]';
begin
  perform enter(p_account);
  perform 1 from balance where account_id = p_account for update;
  for v_job in select job_id from ready where bucket = bucket_of(p_account) and account_id = p_account order by job_id loop
    perform lock_money(p_account, v_job);
    select * into j from job where account_id = p_account and job_id = v_job and state in ('queued', 'running') for update;
    continue when not found;
    perform end_job(j, 'cancelled', null, null);
    v_ended := v_ended || to_jsonb(v_job);
  end loop;
  return v_ended;
end $$;

-- Ids of the account's files in the store, after an id: of jobs, of exports, and of what was brought.
create function files_of_account(p_account uuid, p_after uuid, p_limit integer) returns uuid[] language plpgsql stable as $$
declare v uuid[];
begin
  perform enter(p_account);
  select coalesce(array_agg(id order by id), '{}') into v from (
    select id from (
      select artifact_id as id from artifact where account_id = p_account
      union all select file_id from account_export_part where account_id = p_account
      union all select file_id from input_file where account_id = p_account) files
    where id > p_after order by id limit p_limit) page;
  return v;
end $$;

-- Deletes up to p_limit rows of each of the account's tables but the ledger's, children before parents: a table whose rows are still
-- pointed at is passed over until a later call, and jobs that follow go before those that they follow. Returns how many rows went; 0 when none is left.
create function erase_rows(p_account uuid, p_limit integer) returns bigint language plpgsql as $$
declare v_table text; v_gone bigint; v_all bigint := 0; v_stuck boolean := false;
begin
  perform enter(p_account);
  perform set_config('farm.erasing', p_account::text, true);
  for v_table in
    select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'account_id'
    where c.relnamespace = 'farm'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
      and c.relname not in ('balance', 'lot', 'ledger_tx', 'entry')
    order by c.relname
  loop
    begin
      execute format('with gone as (delete from farm.%1$I where account_id = $1 and ctid in (select ctid from farm.%1$I where account_id = $1 %2$s limit $2)
        returning 1) select count(*) from gone', v_table, case v_table when 'job' then 'order by depth desc' else '' end) into v_gone using p_account, p_limit;
      perform identity.count_erased(p_account, v_table, v_gone);
      v_all := v_all + v_gone;
    exception when foreign_key_violation then
      v_stuck := true;
    end;
  end loop;
  if v_stuck and v_all = 0 then raise exception 'rows of an account point at each other and cannot be erased'; end if;
  return v_all;
end $$;

-- Takes the account out of its ledger: credits that are left lapse, and every row goes under a new account that nobody has, with
-- nothing in its texts but the kind of movement. Sums and the order in time stay. Returns how many rows.
create function erase_ledger(p_account uuid) returns bigint language plpgsql as $$
declare v_new uuid := gen_random_uuid(); l lot; v_free integer; v_rows bigint := 0; v_some bigint;
begin
  perform enter(p_account);
  perform set_config('farm.erasing', p_account::text, true);
  perform 1 from balance where account_id = p_account for update;
  if not found then return 0; end if;
  for l in select * from lot where account_id = p_account and held + spent + expired < amount order by lot_id for update loop
    v_free := l.amount - l.held - l.spent - l.expired;
    update lot set expired = expired + v_free where account_id = p_account and lot_id = l.lot_id;
    update balance set posted = posted - v_free where account_id = p_account;
    perform post(p_account, 'erased:' || l.lot_id, 'expiry', -v_free, l.lot_id, null);
  end loop;
  -- Every column goes along, also one that a later version adds.
  insert into balance select (jsonb_populate_record(b, jsonb_build_object('account_id', v_new))).* from balance b where account_id = p_account;
  insert into lot select (jsonb_populate_record(t, jsonb_build_object('account_id', v_new, 'source', split_part(source, ':', 1) || ':' || lot_id))).*
  from lot t where account_id = p_account;
  insert into ledger_tx select (jsonb_populate_record(t, jsonb_build_object('account_id', v_new, 'tx_key', 'erased:' || tx_id, 'job_id', null))).*
  from ledger_tx t where account_id = p_account;
  get diagnostics v_rows = row_count;
  insert into entry select (jsonb_populate_record(t, jsonb_build_object('account_id', v_new))).* from entry t where account_id = p_account;
  get diagnostics v_some = row_count;
  v_rows := v_rows + v_some;
  delete from entry where account_id = p_account;
  delete from ledger_tx where account_id = p_account;
  delete from lot where account_id = p_account;
  delete from balance where account_id = p_account;
  perform identity.count_erased(p_account, 'ledger', v_rows);
  return v_rows;
end $$;

-- Seals the address into the erasure while the account's row is there, and counts what goes with that row. Once.
create function identity.note_erasure(p_account uuid, p_sealed bytea) returns void language sql set search_path = identity, pg_temp as $$
  update erasure_request set sealed = p_sealed, counts = counts || jsonb_build_object('profile', 1,
    'session', (select count(*) from session where "userId" = p_account), 'api_key', (select count(*) from api_key where account_id = p_account))
  where account_id = p_account and sealed is null
$$;

-- What identity holds of a person, by account and address. Failures and limits by address are hashes and go by the caller.
create function identity.erase_person(p_account uuid, p_email text) returns void language plpgsql set search_path = identity, pg_temp as $$
declare v_count bigint;
begin
  delete from "user" where id = p_account;
  delete from invitation where lower(email) = lower(p_email);
  get diagnostics v_count = row_count;
  perform count_erased(p_account, 'invitation', v_count);
  delete from verification where position(p_account::text in value) > 0 or position(lower(p_email) in lower(value)) > 0
    or position(lower(p_email) in lower(identifier)) > 0;
end $$;

-- Writes the certificate and its letter and lets go of the account's last row, all in one.
create function identity.finish_erasure(p_erasure uuid, p_certificate uuid, p_body jsonb, p_signature text, p_letter bytea) returns uuid
language plpgsql set search_path = identity, pg_temp as $$
declare v_letter uuid;
begin
  delete from erasure_request where erasure_id = p_erasure;
  if not found then return null; end if;
  insert into erasure_certificate values (p_certificate, p_body, p_signature, farm.farm_now());
  if p_letter is not null then
    insert into outgoing (sealed, created_at) values (p_letter, farm.farm_now()) returning id into v_letter;
  end if;
  return v_letter;
end $$;

revoke execute on function end_open_jobs, files_of_account, erase_rows, erase_ledger, identity.count_erased, identity.note_erasure, identity.erase_person, identity.finish_erasure
from public, farm_api, farm_scheduler, farm_operations;
