-- Plans of accounts, refunds, budgets that can be looked at, and a ledger that says what each credit went into.
set local search_path = farm;

-- The plan that an account is on; the plans themselves are data of the program (credits/plans.ts).
create table account_plan (
  account_id uuid primary key,
  plan text not null,
  since timestamptz not null
);

-- Credits given back by an operator for a job that was charged. Once a key.
create table refund (
  account_id uuid not null,
  job_id uuid not null,
  refund_key text not null,
  amount integer not null check (amount > 0),
  reason text not null,
  at timestamptz not null,
  primary key (account_id, job_id, refund_key),
  foreign key (account_id, job_id) references job
);

alter table ledger_tx drop constraint ledger_tx_kind_check;
alter table ledger_tx add constraint ledger_tx_kind_check check (kind in ('grant', 'capture', 'expiry', 'grace', 'refund'));

create function plan_of(p_account uuid) returns text language plpgsql stable as $$
declare v text;
begin
  perform enter(p_account);
  select plan into v from account_plan where account_id = p_account;
  return v;
end $$;

-- Puts an account on a plan; its credits of the running month come with the next account_open.
create function set_plan(p_account uuid, p_plan text) returns void language plpgsql as $$
begin
  perform enter(p_account);
  insert into account_plan (account_id, plan, since) values (p_account, p_plan, farm_now())
  on conflict (account_id) do update set plan = excluded.plan, since = excluded.since where account_plan.plan <> excluded.plan;
end $$;

-- Gives back `p_amount` (null: all that is left) of what a job was charged, never more than that. The credits come as a lot that
-- lasts at least 30 days, and as long as the longest of the lots that were spent. The film's limit gets them back too.
create function refund_job(p_account uuid, p_job uuid, p_amount integer, p_key text, p_reason text) returns jsonb language plpgsql as $$
declare j job; r refund; v_left integer; v_amount integer; v_expires timestamptz;
begin
  perform enter(p_account);
  perform 1 from balance where account_id = p_account for update;
  perform 1 from hold where account_id = p_account and job_id = p_job for update;
  select * into j from job where account_id = p_account and job_id = p_job for update;
  if not found then perform fail('not_found', 'There is no such job.'); end if;
  select * into r from refund where account_id = p_account and job_id = p_job and refund_key = p_key;
  if found then return jsonb_build_object('amount', r.amount, 'replayed', true); end if;
  select j.captured - coalesce(sum(amount), 0) into v_left from refund where account_id = p_account and job_id = p_job;
  v_amount := coalesce(p_amount, v_left);
  if v_amount < 1 or v_amount > v_left then
    perform fail('conflict', format('This job was charged %s credits and %s of them can be given back.', j.captured, v_left), 'amount');
  end if;
  select case when bool_or(l.expires_at is null) then null else greatest(max(l.expires_at), farm_now() + interval '30 days') end
  into v_expires from hold_lot hl join lot l using (account_id, lot_id) where hl.account_id = p_account and hl.job_id = p_job;
  perform add_lot(p_account, 'refund:' || p_job || ':' || p_key, 'refund', v_amount, v_expires, p_job);
  insert into refund (account_id, job_id, refund_key, amount, reason, at) values (p_account, p_job, p_key, v_amount, p_reason, farm_now());
  update budget b set captured = b.captured - v_amount from hold h
  where h.account_id = p_account and h.job_id = p_job and b.account_id = p_account and b.budget_key = h.budget_key;
  return jsonb_build_object('amount', v_amount, 'replayed', false);
end $$;

create function budgets_of(p_account uuid) returns jsonb language plpgsql stable as $$
declare v jsonb;
begin
  perform enter(p_account);
  select coalesce(jsonb_agg(jsonb_build_object('key', budget_key, 'limit', credit_limit, 'held', held, 'captured', captured,
    'left', greatest(0, credit_limit - held - captured)) order by budget_key), '[]')
  into v from budget where account_id = p_account;
  return v;
end $$;

-- Movements of credits, newest first, after the cursor (at, tx), each with the balance after it and the job that it was for.
create or replace function ledger_of(p_account uuid, p_before timestamptz, p_before_tx uuid, p_limit integer) returns jsonb language plpgsql stable as $$
declare v jsonb; v_balance bigint;
begin
  perform enter(p_account);
  select posted into v_balance from balance where account_id = p_account;
  if p_before is not null then
    select v_balance - coalesce(sum(e.amount), 0) into v_balance from ledger_tx t join entry e using (account_id, tx_id)
    where t.account_id = p_account and e.account_id = p_account and e.book = 'credits' and (t.at, t.tx_id) >= (p_before, p_before_tx);
  end if;
  select coalesce(jsonb_agg(row order by at desc, tx_id desc), '[]') into v from (
    select page.at, page.tx_id, jsonb_build_object('id', page.tx_id, 'kind', page.kind, 'jobId', page.job_id, 'source', page.source,
      'amount', page.amount, 'at', page.at, 'expiresAt', rfc3339(page.expires_at),
      'balance', v_balance - coalesce(sum(page.amount) over (order by page.at desc, page.tx_id desc rows between unbounded preceding and 1 preceding), 0),
      'job', case when j.job_id is null then null else jsonb_build_object('kind', j.kind, 'quality', j.quality, 'label', j.label,
        'price', j.price, 'units', j.units, 'delivered', (select count(distinct idx) from artifact a
          where a.account_id = p_account and a.job_id = j.job_id and a.kind = j.unit_kind and a.state <> 'quarantined')) end) as row
    from (
      select t.at, t.tx_id, t.kind, t.job_id, l.source, l.expires_at, e.amount
      from ledger_tx t join entry e using (account_id, tx_id) join lot l using (account_id, lot_id)
      where t.account_id = p_account and e.book = 'credits' and (p_before is null or (t.at, t.tx_id) < (p_before, p_before_tx))
      order by t.at desc, t.tx_id desc limit p_limit) page
    left join job j on j.account_id = p_account and j.job_id = page.job_id) rows;
  return v;
end $$;

do $$
declare v_table text;
begin
  foreach v_table in array array['account_plan', 'refund'] loop
    execute format('alter table %I enable row level security', v_table);
    execute format('create policy own_rows on %I to farm_api using (account_id = current_account()) with check (account_id = current_account())', v_table);
    execute format('create policy all_rows on %I to farm_scheduler, farm_operations using (true) with check (true)', v_table);
    execute format('grant select on %I to farm_api, farm_scheduler', v_table);
    execute format('grant select, insert, update, delete on %I to farm_operations', v_table);
  end loop;
end $$;
create trigger refund_append_only before update or delete on refund for each row execute function refuse_change();
revoke execute on function set_plan, refund_job from public, farm_api, farm_scheduler;
grant execute on function set_plan, refund_job to farm_operations;
