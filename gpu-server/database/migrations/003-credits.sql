-- Credits: grants, lots, holds, capture and void. Lock order: balance, budget, hold, lot, job.
set local search_path = farm;

-- Both sides of one movement of credits. A key that was used is refused by the table.
create function post(p_account uuid, p_key text, p_kind text, p_amount integer, p_lot uuid, p_job uuid) returns void language plpgsql as $$
declare v_tx uuid := gen_random_uuid();
begin
  insert into ledger_tx (account_id, tx_id, tx_key, kind, job_id, at) values (p_account, v_tx, p_key, p_kind, p_job, farm_now());
  insert into entry (account_id, tx_id, book, lot_id, amount)
  values (p_account, v_tx, 'credits', p_lot, p_amount), (p_account, v_tx, 'platform', p_lot, -p_amount);
end $$;

-- Adds a lot once a source; false when the source was there. The caller holds the balance's lock.
create function add_lot(p_account uuid, p_source text, p_kind text, p_amount integer, p_expires timestamptz, p_job uuid default null)
returns boolean language plpgsql as $$
declare v_lot uuid := gen_random_uuid();
begin
  insert into lot (account_id, lot_id, source, amount, expires_at, created_at)
  values (p_account, v_lot, p_source, p_amount, p_expires, farm_now())
  on conflict (account_id, source) do nothing;
  if not found then return false; end if;
  perform post(p_account, p_source, p_kind, p_amount, v_lot, p_job);
  update balance set posted = posted + p_amount where account_id = p_account;
  return true;
end $$;

-- Takes expired free credits out of the balance. The caller holds the balance's lock.
create function expire_lots(p_account uuid) returns void language plpgsql as $$
declare l lot; v_free integer;
begin
  for l in
    select * from lot
    where account_id = p_account and expires_at <= farm_now() and held + spent + expired < amount
    order by lot_id for update
  loop
    v_free := l.amount - l.held - l.spent - l.expired;
    update lot set expired = expired + v_free where account_id = p_account and lot_id = l.lot_id;
    perform post(p_account, 'expiry:' || l.lot_id || ':' || l.expired, 'expiry', -v_free, l.lot_id, null);
    update balance set posted = posted - v_free where account_id = p_account;
  end loop;
end $$;

-- Opens the account's plan for the running month (UTC) and grants its credits, once. Returns the end of the period.
create function account_open(p_account uuid, p_plan text, p_credits integer) returns text language plpgsql as $$
declare
  v_start timestamptz := date_trunc('month', farm_now(), 'UTC');
  v_end timestamptz := (date_trunc('month', farm_now(), 'UTC') at time zone 'UTC' + interval '1 month') at time zone 'UTC';
begin
  perform enter(p_account);
  insert into balance (account_id, created_at) values (p_account, farm_now()) on conflict do nothing;
  perform 1 from balance where account_id = p_account for update;
  insert into plan_period (account_id, plan, period_start, period_end) values (p_account, p_plan, v_start, v_end) on conflict do nothing;
  if found and p_credits > 0 then
    perform add_lot(p_account, 'plan:' || p_plan || ':' || to_char(v_start at time zone 'UTC', 'YYYY-MM'), 'grant', p_credits, v_end);
  end if;
  return rfc3339(v_end);
end $$;

-- Grants credits once a source; false when that grant was made before.
create function grant_credits(p_account uuid, p_source text, p_amount integer, p_expires timestamptz) returns boolean language plpgsql as $$
begin
  perform enter(p_account);
  perform 1 from balance where account_id = p_account for update;
  if not found then perform fail('not_found', 'There is no such account.'); end if;
  return add_lot(p_account, p_source, 'grant', p_amount, p_expires);
end $$;

-- Sets `p_amount` credits aside for a job, from the lots that expire first. The balance is raised already.
create function open_hold(p_account uuid, p_job uuid, p_amount integer, p_ladder integer[], p_budget text) returns void language plpgsql as $$
declare l lot; v_left integer := p_amount; v_part integer; v_place integer := 0;
begin
  insert into hold (account_id, job_id, state, amount, ladder, budget_key, created_at)
  values (p_account, p_job, 'open', p_amount, p_ladder, p_budget, farm_now());
  for l in
    select * from lot
    where account_id = p_account and held + spent + expired < amount and (expires_at is null or expires_at > farm_now())
    order by expires_at nulls last, lot_id for update
  loop
    exit when v_left = 0;
    v_part := least(v_left, l.amount - l.held - l.spent - l.expired);
    update lot set held = held + v_part where account_id = p_account and lot_id = l.lot_id;
    v_place := v_place + 1;
    insert into hold_lot (account_id, job_id, place, lot_id, amount) values (p_account, p_job, v_place, l.lot_id, v_part);
    v_left := v_left - v_part;
  end loop;
  if v_left > 0 then raise exception 'lots and balance of an account disagree'; end if;
end $$;

-- Closes a job's hold: captures for `p_delivered` units by the ladder of the sale, returns the rest. Credits whose
-- lot expired meanwhile come back as a lot of 7 days' grace. Returns what was captured; 0 where nothing was open.
-- The caller holds the balance's lock.
create function close_hold(p_account uuid, p_job uuid, p_delivered integer) returns integer language plpgsql as $$
declare h hold; part record; v_captured integer; v_left integer; v_spent integer; v_back integer;
begin
  select * into h from hold where account_id = p_account and job_id = p_job for update;
  if not found or h.state <> 'open' then return 0; end if;
  v_captured := least(h.amount, h.ladder[least(p_delivered + 1, array_length(h.ladder, 1))]);
  v_left := v_captured;
  for part in
    select hl.amount, l.lot_id, l.expires_at from hold_lot hl join lot l using (account_id, lot_id)
    where hl.account_id = p_account and hl.job_id = p_job order by hl.place for update of l
  loop
    v_spent := least(v_left, part.amount);
    v_back := part.amount - v_spent;
    v_left := v_left - v_spent;
    update lot set held = held - part.amount, spent = spent + v_spent where account_id = p_account and lot_id = part.lot_id;
    if v_spent > 0 then
      perform post(p_account, 'capture:' || p_job || ':' || part.lot_id, 'capture', -v_spent, part.lot_id, p_job);
    end if;
    if v_back > 0 and part.expires_at <= farm_now() then
      update lot set expired = expired + v_back where account_id = p_account and lot_id = part.lot_id;
      perform post(p_account, 'lapse:' || p_job || ':' || part.lot_id, 'expiry', -v_back, part.lot_id, p_job);
      update balance set posted = posted - v_back, held = held - v_back where account_id = p_account;
      perform add_lot(p_account, 'grace:' || p_job || ':' || part.lot_id, 'grace', v_back, farm_now() + interval '7 days', p_job);
    else
      update balance set held = held - v_back where account_id = p_account;
    end if;
  end loop;
  update balance set posted = posted - v_captured, held = held - v_captured where account_id = p_account;
  update hold set state = case when v_captured > 0 then 'captured' else 'void' end, captured = v_captured, closed_at = farm_now()
  where account_id = p_account and job_id = p_job;
  update budget set held = held - h.amount, captured = captured + v_captured where account_id = p_account and budget_key = h.budget_key;
  return v_captured;
end $$;

-- What the account has: expired credits are not counted, though they are taken out only at the next spend.
create function credits_of(p_account uuid) returns jsonb language plpgsql stable as $$
declare v jsonb;
begin
  perform enter(p_account);
  select jsonb_build_object(
    'available', b.posted - b.held - coalesce((
      select sum(amount - held - spent - expired) from lot where account_id = p_account and expires_at <= farm_now()), 0),
    'held', b.held,
    'lots', coalesce((
      select jsonb_agg(jsonb_build_object('source', source, 'amount', amount, 'remaining', amount - held - spent - expired,
        'expiresAt', rfc3339(expires_at)) order by expires_at nulls last, lot_id)
      from lot where account_id = p_account and held + spent + expired < amount and (expires_at is null or expires_at > farm_now())), '[]'))
  into v from balance b where b.account_id = p_account;
  return coalesce(v, jsonb_build_object('available', 0, 'held', 0, 'lots', '[]'::jsonb));
end $$;

-- Movements of credits, newest first, after the cursor (at, tx).
create function ledger_of(p_account uuid, p_before timestamptz, p_before_tx uuid, p_limit integer) returns jsonb language plpgsql stable as $$
declare v jsonb;
begin
  perform enter(p_account);
  select coalesce(jsonb_agg(row), '[]') into v from (
    select jsonb_build_object('id', t.tx_id, 'kind', t.kind, 'jobId', t.job_id, 'source', l.source, 'amount', e.amount, 'at', t.at) as row
    from ledger_tx t join entry e using (account_id, tx_id) join lot l using (account_id, lot_id)
    where t.account_id = p_account and e.book = 'credits' and (p_before is null or (t.at, t.tx_id) < (p_before, p_before_tx))
    order by t.at desc, t.tx_id desc limit p_limit) rows;
  return v;
end $$;
