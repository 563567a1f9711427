-- Background work lies in pg-boss's own schema, which pg-boss itself makes and brings up to date. What is left to do here:
-- letters are driven by it from now on, and retention notes when it last warned an account.
set local search_path = farm;

-- A letter on its way has a far due date: a coordinator of before, which still looks for due ones, leaves it alone.
alter table identity.outgoing alter column due_at set default 'infinity';

-- Letters older than a month are forgotten, with their dead letters.
create function identity.tidy_outgoing() returns void language sql set search_path = identity, pg_temp as $$
  delete from outgoing where created_at < farm.farm_now() - interval '30 days'
$$;
revoke execute on function identity.tidy_outgoing from public;

create table expiry_warning (
  account_id uuid primary key,
  warned_at timestamptz not null
);

-- Notes a warning about files that expire within seven days, at most one a week. Returns {files, bytes, first}, or null
-- where there is nothing to say.
create function warn_of_expiry(p_account uuid) returns jsonb language plpgsql as $$
declare v jsonb;
begin
  perform enter(p_account);
  select jsonb_build_object('files', count(*), 'bytes', sum(bytes), 'first', rfc3339(min(expires_at))) into v
  from artifact a join job j using (account_id, job_id)
  where account_id = p_account and a.state = 'readable' and a.kind <> 'preview' and j.kind <> 'text.chat'
    and expires_at > farm_now() and expires_at <= farm_now() + interval '7 days';
  if v ->> 'files' = '0' then return null; end if;
  insert into expiry_warning as w values (p_account, farm_now())
  on conflict (account_id) do update set warned_at = excluded.warned_at where w.warned_at <= farm_now() - interval '7 days';
  return case when found then v end;
end $$;

alter table expiry_warning enable row level security;
create policy own_rows on expiry_warning to farm_api using (account_id = current_account()) with check (account_id = current_account());
create policy all_rows on expiry_warning to farm_scheduler, farm_operations using (true) with check (true);
grant select, insert, update, delete on expiry_warning to farm_operations;
revoke execute on function warn_of_expiry from public, farm_api, farm_scheduler;
grant execute on function warn_of_expiry to farm_operations;
