-- Dead letters wait in queues of their own, whose names end in -dead, until somebody puts them back or drops them.
set local search_path = farm;

create or replace function farm_numbers() returns jsonb language plpgsql stable as $$
declare v_open jsonb; v_money jsonb; v_dead jsonb := '[]';
begin
  select coalesce(jsonb_agg(o), '[]') into v_open from (
    select j.kind, r.state, count(*) as jobs, greatest(0, extract(epoch from farm_now() - min(j.created_at)))::float8 as oldest
    from ready r join job j using (account_id, job_id) group by j.kind, r.state) o;
  select jsonb_build_object('posted', coalesce(sum(posted), 0), 'held', coalesce(sum(held), 0)) into v_money from balance;
  -- Background work lies in a schema of its own, which may not be there yet.
  if to_regclass('pgboss.job') is not null and has_table_privilege('pgboss.job', 'select') then
    execute $q$ select coalesce(jsonb_agg(d), '[]') from (
      select left(name, -5) as queue, count(*) as letters from pgboss.job where name like '%-dead' and state = 'created' group by name) d $q$ into v_dead;
  end if;
  return v_money || jsonb_build_object('open', v_open, 'dead', v_dead,
    'holds', (select count(*) from hold where state = 'open'));
end $$;
