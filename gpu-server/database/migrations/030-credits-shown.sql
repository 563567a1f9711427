-- What an account page shows of credits, read from the ledger and its holds: lots, movements with running balances, and
-- what a month was spent on.
set local search_path = farm;

-- Takes out what has expired, so that what is shown and what the ledger says are the same. Locks only where there is some.
create function expire_now(p_account uuid) returns void language plpgsql as $$
begin
  perform enter(p_account);
  if exists (select 1 from lot where account_id = p_account and expires_at <= farm_now() and held + spent + expired < amount) then
    perform 1 from balance where account_id = p_account for update;
    perform expire_lots(p_account);
  end if;
end $$;

-- The account's lots that can be spent or are held, in the order in which they are used, and the jobs that hold credits.
create function holdings_of(p_account uuid) returns jsonb language plpgsql as $$
declare v jsonb;
begin
  perform expire_now(p_account);
  select jsonb_build_object('available', b.posted - b.held, 'held', b.held,
    'jobs', (select count(*) from hold where account_id = p_account and state = 'open'),
    'lots', coalesce((
      select jsonb_agg(jsonb_build_object('id', lot_id, 'source', source, 'granted', amount, 'spent', spent, 'held', held,
        'free', amount - held - spent - expired, 'expired', expired, 'createdAt', created_at, 'expiresAt', rfc3339(expires_at))
        order by expires_at nulls last, lot_id)
      from lot where account_id = p_account and (held > 0 or held + spent + expired < amount)), '[]'))
  into v from balance b where b.account_id = p_account;
  return coalesce(v, jsonb_build_object('available', 0, 'held', 0, 'jobs', 0, 'lots', '[]'::jsonb));
end $$;

-- Every movement of the account with its running balances. A job's hold is one movement when it opens and one when it closes;
-- the captures of its lots are within the second. Of the same moment: what expired, what ended, what came in, what was set aside.
create function movements(p_account uuid)
returns table (at timestamptz, rank integer, id text, kind text, job_id uuid, source text, expires_at timestamptz, free bigint, held bigint,
  amount integer, captured integer, free_after bigint, held_after bigint) language sql stable as $$
  select m.*, (sum(m.free) over running)::bigint, (sum(m.held) over running)::bigint from (
    select h.created_at, 4, h.job_id || ':held', 'held', h.job_id, null, null::timestamptz, -h.amount::bigint, h.amount::bigint, h.amount, null::integer
    from hold h where h.account_id = p_account
    union all
    select h.closed_at, 1, h.job_id || ':end', case when h.state = 'void' then 'returned' else 'taken' end, h.job_id, null, null,
      (h.amount - h.captured)::bigint, -h.amount::bigint, h.amount, h.captured
    from hold h where h.account_id = p_account and h.state <> 'open'
    union all
    select t.at, case when t.kind = 'expiry' and t.job_id is null then 0 when t.kind = 'expiry' then 2 else 3 end, t.tx_id::text,
      case t.kind when 'grant' then 'granted' when 'refund' then 'refunded' when 'expiry' then 'expired' else t.kind end,
      t.job_id, l.source, l.expires_at, e.amount::bigint, 0, null, null
    from ledger_tx t join entry e on e.account_id = t.account_id and e.tx_id = t.tx_id and e.book = 'credits'
      join lot l on l.account_id = t.account_id and l.lot_id = e.lot_id
    where t.account_id = p_account and t.kind <> 'capture') m (at, rank, id, kind, job_id, source, expires_at, free, held, amount, captured)
  window running as (order by m.at, m.rank, m.id)
$$;

-- A page of movements, newest first, before the place (at, rank, id). `p_filter`: all, held, taken, or returned, which has those
-- that gave back a part too.
create function movements_of(p_account uuid, p_filter text, p_at timestamptz, p_rank integer, p_id text, p_limit integer)
returns jsonb language plpgsql as $$
declare v jsonb;
begin
  perform expire_now(p_account);
  select coalesce(jsonb_agg(jsonb_build_object('id', page.id, 'kind', page.kind, 'at', page.at, 'rank', page.rank, 'source', page.source,
    'expiresAt', rfc3339(page.expires_at), 'free', page.free, 'held', page.held, 'jobId', page.job_id,
    'settled', case when page.kind in ('taken', 'returned') then
      jsonb_build_object('held', page.amount, 'taken', page.captured, 'returned', page.amount - page.captured) end,
    'balance', jsonb_build_object('free', page.free_after, 'held', page.held_after),
    'jobState', case when page.kind in ('taken', 'returned') then j.state end,
    'job', case when j.job_id is null then null else jsonb_build_object('kind', j.kind, 'quality', j.quality, 'label', j.label,
      'units', j.units, 'delivered', (select count(distinct idx) from artifact a
        where a.account_id = p_account and a.job_id = j.job_id and a.kind = j.unit_kind and a.state <> 'quarantined')) end)
    order by page.at desc, page.rank desc, page.id desc), '[]')
  into v from (
    select * from movements(p_account) m
    where (p_at is null or (m.at, m.rank, m.id) < (p_at, p_rank, p_id))
      and case p_filter when 'held' then m.kind = 'held' when 'taken' then m.kind = 'taken'
        when 'returned' then m.kind in ('returned', 'refunded', 'grace') or m.captured < m.amount else true end
    order by m.at desc, m.rank desc, m.id desc limit p_limit) page
  left join job j on j.account_id = p_account and j.job_id = page.job_id;
  return v;
end $$;

-- What jobs took in a month (YYYY-MM, UTC; null: the running one), by day and kind, and the results of free jobs.
create function spending_of(p_account uuid, p_month text) returns jsonb language plpgsql stable as $$
declare
  v_month text := coalesce(p_month, to_char(farm_now() at time zone 'UTC', 'YYYY-MM'));
  v_start timestamptz := (v_month || '-01')::timestamp at time zone 'UTC';
  v_end timestamptz := ((v_month || '-01')::timestamp + interval '1 month') at time zone 'UTC';
  v_days jsonb; v_free bigint;
begin
  perform enter(p_account);
  select coalesce(jsonb_agg(jsonb_build_object('day', day, 'pictures', pictures, 'clips', clips, 'sounds', sounds, 'texts', texts) order by day), '[]')
  into v_days from (
    select to_char(t.at at time zone 'UTC', 'YYYY-MM-DD') as day,
      coalesce(-sum(e.amount) filter (where j.kind like 'image.%'), 0) as pictures,
      coalesce(-sum(e.amount) filter (where j.kind like 'video.%'), 0) as clips,
      coalesce(-sum(e.amount) filter (where j.kind like 'audio.%'), 0) as sounds,
      coalesce(-sum(e.amount) filter (where j.kind is null or j.kind not similar to '(image|video|audio).%'), 0) as texts
    from ledger_tx t join entry e on e.account_id = t.account_id and e.tx_id = t.tx_id and e.book = 'credits'
      left join job j on j.account_id = t.account_id and j.job_id = t.job_id
    where t.account_id = p_account and t.kind = 'capture' and t.at >= v_start and t.at < v_end
    group by 1) days;
  select coalesce(sum(units), 0) into v_free from job
  where account_id = p_account and price = 0 and state = 'succeeded' and ended_at >= v_start and ended_at < v_end;
  return jsonb_build_object('month', v_month, 'days', v_days, 'free', v_free);
end $$;
