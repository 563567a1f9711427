-- Chains within a batch, results handed on from job to job, retries that wait, and decisions on cases.
set local search_path = farm;

alter table job
  -- What it takes of the result of the job that it follows: texts, pictures or clips.
  add column takes text check (takes in ('text', 'image', 'clip')),
  add check (takes is null or after_job is not null),
  -- After a failure it is not tried before then.
  add column not_before timestamptz;
alter table ready add column not_before timestamptz;
create index ready_by_not_before on ready (bucket, not_before) where not_before is not null;

-- A job that waits, for another or for its next try, is held back for the planner.
create or replace function planner_json(j job) returns jsonb language sql stable as $$
  select jsonb_build_object('accountId', j.account_id, 'jobId', j.job_id, 'kind', j.kind, 'engine', j.engine, 'quality', j.quality,
    'weight', j.weight, 'order', j.queue_order, 'createdAt', floor(extract(epoch from j.created_at) * 1000),
    'heldBack', j.held_back or j.waiting or coalesce(j.not_before > farm_now(), false),
    'state', j.state, 'cancelRequested', j.cancel_requested, 'epoch', j.lease_epoch, 'nodeId', j.node_id,
    'triedNodes', to_jsonb(j.tried_nodes), 'work', j.work)
$$;

-- True when people of the farm released this very text of the account from this very rule.
create function was_released(p_account uuid, p_spec jsonb) returns boolean language sql stable as $$
  select coalesce((p_spec -> 'released')::boolean, false) and exists (
    select 1 from moderation_case c join policy_decision d using (account_id, job_id)
    where c.account_id = p_account and c.kind = 'appeal' and c.state = 'released' and d.rule = p_spec #>> '{blocked,rule}'
      and d.text_hash = decode(p_spec #>> '{blocked,textHash}', 'hex'))
$$;

-- p_jobs also carries {type, after, takes, at, stepSeconds, deadline, released}; `at` stands before the paths of fields, `after` may
-- name an earlier job of the same call, and `released` is true where nothing but the named finding stands against the job: then a
-- released appeal of the same text lets it through.
create or replace function submit(p_account uuid, p_key text, p_hash bytea, p_jobs jsonb, p_inputs bytea[], p_budget jsonb, p_most_open integer)
returns jsonb language plpgsql as $$
declare
  v_known idempotency; v_total integer; v_free bigint; v_open integer; v_budget text := p_budget ->> 'key';
  v_spec jsonb; v_place bigint; v_id uuid; v_blocked jsonb; v_price integer; v_event jsonb; v_jobs jsonb;
  v_parent job; v_waiting boolean; v_deadline timestamptz; v_specs jsonb; v_ids uuid[]; v_takes text;
begin
  perform enter(p_account);
  insert into idempotency (account_id, idem_key, request_hash, created_at) values (p_account, p_key, p_hash, farm_now())
  on conflict do nothing;
  if not found then
    select * into v_known from idempotency where account_id = p_account and idem_key = p_key;
    if v_known.request_hash <> p_hash then perform fail('idempotency_mismatch'); end if;
    return jsonb_build_object('replayed', true, 'jobs', v_known.response, 'events', '[]'::jsonb);
  end if;

  -- Blocks that an appeal has lifted; looked for only where there is one.
  v_specs := p_jobs;
  if jsonb_path_exists(p_jobs, '$[*] ? (@.released == true)') then
    select jsonb_agg(case when was_released(p_account, spec) then spec || '{"blocked": null}' else spec end order by place) into v_specs
    from jsonb_array_elements(p_jobs) with ordinality as specs (spec, place);
  end if;
  select array_agg((spec ->> 'id')::uuid) into v_ids from jsonb_array_elements(v_specs) spec;

  perform 1 from balance where account_id = p_account for update;
  perform expire_lots(p_account);
  select coalesce(sum((spec ->> 'price')::integer), 0) into v_total from jsonb_array_elements(v_specs) spec where spec -> 'blocked' = 'null';
  update balance set held = held + v_total where account_id = p_account and posted - held >= v_total;
  if not found then
    select posted - held into v_free from balance where account_id = p_account;
    perform fail('credits_insufficient', format('This takes %s credits and %s are available. Add credits or render fewer shots.',
      v_total, coalesce(v_free, 0)));
  end if;
  select count(*) into v_open from ready where bucket = bucket_of(p_account) and account_id = p_account;
  if v_open + jsonb_array_length(v_specs) > p_most_open then
    perform fail('too_many_jobs', format('%s jobs are waiting or running, and the most at once is %s. Wait until some are done.', v_open, p_most_open));
  end if;
  if v_budget is not null then
    insert into budget (account_id, budget_key, credit_limit) values (p_account, v_budget, (p_budget ->> 'limit')::bigint)
    on conflict (account_id, budget_key) do update set credit_limit = excluded.credit_limit;
    update budget set held = held + v_total
    where account_id = p_account and budget_key = v_budget and held + captured + v_total <= credit_limit;
    if not found then
      select credit_limit - held - captured into v_free from budget where account_id = p_account and budget_key = v_budget;
      perform fail('budget_exceeded', format('This takes %s credits and %s are left of the film''s limit. Raise the limit or render fewer shots.',
        v_total, greatest(v_free, 0)), 'budget.limit');
    end if;
  end if;

  for v_spec, v_place in select spec, place from jsonb_array_elements(v_specs) with ordinality as specs (spec, place) loop
    v_id := (v_spec ->> 'id')::uuid;
    v_blocked := nullif(v_spec -> 'blocked', 'null');
    v_price := case when v_blocked is null then (v_spec ->> 'price')::integer else 0 end;
    v_parent := null;
    if v_spec ->> 'after' is not null then
      -- The balance's lock keeps the job that is followed from ending meanwhile.
      select * into v_parent from job where account_id = p_account and job_id = (v_spec ->> 'after')::uuid;
      if not found then perform fail('not_found', 'There is no such job to follow.', v_spec ->> 'at' || 'after'); end if;
      -- One that was blocked in this very call ends what follows it below.
      if v_parent.state in ('failed', 'cancelled', 'blocked') and not v_parent.job_id = any (v_ids) then
        perform fail('conflict', format('The job to follow ended %s. Send that one again first.', v_parent.state), v_spec ->> 'at' || 'after');
      end if;
      if v_parent.depth >= 16 then
        perform fail('invalid_input', 'A chain has at most 17 jobs.', v_spec ->> 'at' || 'after');
      end if;
    end if;
    v_takes := v_spec ->> 'takes';
    if v_takes <> v_parent.unit_kind then
      perform fail('invalid_input', format('The job to follow makes %s, and this one takes %s from it. Follow another, or write it out.',
        v_parent.unit_kind, v_takes), v_spec ->> 'at' || 'after');
    end if;
    v_waiting := v_blocked is null and coalesce(v_parent.state <> 'succeeded', false);
    v_deadline := (v_spec ->> 'deadline')::timestamptz;
    if v_deadline <= farm_now() then
      perform fail('invalid_input', 'This deadline has passed already. Choose a later one, or leave it out.', v_spec ->> 'at' || 'deadline');
    end if;
    if v_price > 0 then
      perform open_hold(p_account, v_id, v_price, array(select jsonb_array_elements_text(v_spec -> 'ladder')::integer), v_budget);
    end if;
    insert into job (account_id, job_id, kind, engine, quality, rating, label, state, queue_order, weight, work, unit_kind, units,
      price_list, price, input, blocked, created_at, ended_at, type, after_job, waiting, depth, step_seconds, deadline, takes)
    values (p_account, v_id, v_spec ->> 'kind', v_spec ->> 'engine', v_spec ->> 'quality', v_spec ->> 'rating', v_spec ->> 'label',
      case when v_blocked is null then 'queued' else 'blocked' end,
      extract(epoch from farm_now()) * 1000 + v_place / 1000.0, (v_spec ->> 'weight')::integer, (v_spec ->> 'work')::integer,
      v_spec ->> 'unitKind', (v_spec ->> 'units')::integer, v_spec ->> 'priceList', v_price, case when v_blocked is null then p_inputs[v_place] end,
      v_blocked - 'policyVersion' - 'textHash', farm_now(), case when v_blocked is null then null else farm_now() end,
      v_spec ->> 'type', v_parent.job_id, v_waiting, coalesce(v_parent.depth + 1, 0), (v_spec ->> 'stepSeconds')::numeric, v_deadline, v_takes);
    if v_blocked is null then
      insert into ready (bucket, account_id, job_id, state, epoch, deadline)
      values (bucket_of(p_account), p_account, v_id, 'queued', 0, v_deadline);
      v_event := case when v_waiting then jsonb_build_object('type', 'waiting', 'after', v_parent.job_id) else '{"type": "queued"}'::jsonb end;
    else
      insert into policy_decision (account_id, job_id, rule, field, policy_version, text_hash, at)
      values (p_account, v_id, v_blocked ->> 'rule', v_blocked ->> 'field', v_blocked ->> 'policyVersion',
        decode(v_blocked ->> 'textHash', 'hex'), farm_now());
      v_event := (v_blocked - 'policyVersion' - 'textHash') || '{"type": "blocked"}';
    end if;
    perform add_event(p_account, v_id, v_event);
  end loop;
  for v_spec in select spec from jsonb_array_elements(v_specs) spec where spec -> 'blocked' <> 'null' loop
    perform follow(p_account, (v_spec ->> 'id')::uuid);
  end loop;

  select jsonb_agg(job_json(j) order by specs.place) into v_jobs
  from jsonb_array_elements(v_specs) with ordinality as specs (spec, place)
  join job j on j.account_id = p_account and j.job_id = (specs.spec ->> 'id')::uuid;
  update idempotency set response = v_jobs where account_id = p_account and idem_key = p_key;
  return jsonb_build_object('replayed', false, 'jobs', v_jobs, 'events', (
    select jsonb_agg(jsonb_build_object('jobId', job_id, 'seq', seq, 'at', rfc3339(at), 'event', event) order by array_position(v_ids, job_id), seq)
    from job_event where account_id = p_account and job_id in (select (spec ->> 'id')::uuid from jsonb_array_elements(v_specs) spec)));
end $$;

create or replace function claim(p_account uuid, p_job uuid, p_epoch integer, p_node uuid, p_name text, p_lease_ms integer) returns jsonb language plpgsql as $$
declare j job; v_until timestamptz := farm_now() + p_lease_ms * interval '1 millisecond'; v_event jsonb;
begin
  perform enter(p_account);
  select * into j from job where account_id = p_account and job_id = p_job for update;
  if not found or j.state <> 'queued' or j.lease_epoch <> p_epoch or j.held_back or j.waiting or j.deadline <= farm_now()
    or j.not_before > farm_now() then return null; end if;
  update job set state = 'running', lease_epoch = p_epoch + 1, lease_until = v_until, node_id = p_node, node_name = p_name,
    started_at = coalesce(started_at, farm_now()), not_before = null
  where account_id = p_account and job_id = p_job;
  update ready set state = 'running', epoch = p_epoch + 1, lease_until = v_until, node_id = p_node, not_before = null
  where bucket = bucket_of(p_account) and account_id = p_account and job_id = p_job;
  v_event := add_event(p_account, p_job, jsonb_build_object('type', 'started', 'node', p_name, 'engine', j.engine));
  return jsonb_build_object('epoch', p_epoch + 1, 'input', encode(j.input, 'base64'), 'events', jsonb_build_array(v_event), 'delivered', (
    select coalesce(jsonb_agg(distinct idx), '[]') from artifact
    where account_id = p_account and job_id = p_job and kind = j.unit_kind and state = 'readable'), 'takes', j.takes, 'given', case when j.takes is null then null else (
    select coalesce(jsonb_agg(jsonb_build_object('id', artifact_id, 'index', idx, 'sha256', sha256, 'bytes', bytes, 'keyId', key_id) order by idx), '[]')
    from artifact where account_id = p_account and job_id = j.after_job and kind = j.takes and state = 'readable' and expires_at > farm_now()) end);
end $$;

-- Back to the queue after a failure, not to be tried before `p_wait_ms` from now.
create function retry_later(j job, p_error jsonb, p_wait_ms integer) returns jsonb language plpgsql as $$
declare v_until timestamptz := farm_now() + p_wait_ms * interval '1 millisecond';
begin
  update job set not_before = v_until where account_id = j.account_id and job_id = j.job_id;
  update ready set not_before = v_until where bucket = bucket_of(j.account_id) and account_id = j.account_id and job_id = j.job_id;
  return to_queue(j, jsonb_build_object('retry', p_error, 'retryAt', rfc3339(v_until)));
end $$;

-- Jobs whose time for the next try has come; each is told once.
create function due_jobs(p_buckets integer[]) returns jsonb language sql as $$
  with due as (
    update ready set not_before = null where bucket = any (p_buckets) and not_before <= farm_now() returning account_id, job_id)
  select coalesce(jsonb_agg(jsonb_build_object('accountId', account_id, 'jobId', job_id)), '[]') from due
$$;

-- Settles a lease. A failure whose class has tries left (`p_tries` in all) goes back to the queue instead, for
-- `p_wait_ms` longer with each try at least; both by jobs/retry.ts.
create function settle(p_account uuid, p_job uuid, p_epoch integer, p_state text, p_error jsonb, p_files jsonb, p_held_rule text,
  p_tries integer, p_wait_ms integer)
returns jsonb language plpgsql as $$
declare j job; v_state text := p_state; v_error jsonb := p_error; v_delivered integer; v_event jsonb; v_code text := p_error ->> 'code'; v_failed integer;
begin
  perform enter(p_account);
  perform lock_money(p_account, p_job);
  j := lock_lease(p_account, p_job, p_epoch);
  if j.job_id is null then return null; end if;
  perform add_artifacts(j, p_files, case when p_held_rule is null then 'readable' else 'quarantined' end);
  if p_held_rule is not null then
    v_event := end_job(j, 'blocked', null, jsonb_build_object('rule', p_held_rule, 'field', 'output', 'appealable', true,
      'message', 'The check of the finished picture held it back. Nothing was charged.'));
    insert into moderation_case (account_id, case_id, job_id, kind, rule, field, created_at)
    values (p_account, gen_random_uuid(), p_job, 'hold', p_held_rule, 'output', farm_now());
  else
    v_delivered := delivered_units(j);
    if v_state = 'succeeded' and v_delivered < j.units then
      v_state := 'failed';
      v_error := jsonb_build_object('code', 'engine_failed', 'message',
        format('%s of %s parts arrived. What arrived is kept; the credits for the rest are back.', v_delivered, j.units));
    end if;
    if v_state = 'failed' and j.cancel_requested then v_state := 'cancelled'; end if;
    v_failed := coalesce((j.failures ->> v_code)::integer, 0) + 1;
    if v_state = 'failed' and v_failed < p_tries and not j.overdue then
      update job set failures = failures || jsonb_build_object(v_code, v_failed) where account_id = p_account and job_id = p_job;
      v_event := retry_later(j, v_error, p_wait_ms * v_failed);
    else
      v_event := end_job(j, v_state, case when v_state = 'failed' then v_error end, null);
    end if;
  end if;
  return jsonb_build_object('events', and_followers(p_account, p_job, v_event), 'job', job_get(p_account, p_job));
end $$;

-- As coordinators of before call it.
create or replace function settle(p_account uuid, p_job uuid, p_epoch integer, p_state text, p_error jsonb, p_files jsonb, p_held_rule text,
  p_tries integer)
returns jsonb language sql as $$ select settle(p_account, p_job, p_epoch, p_state, p_error, p_files, p_held_rule, p_tries, 0) $$;

-- Blocks a leased job by a finding in a text that it took from another: nothing is charged, and the request is forgotten.
-- p_blocked: {rule, field, message, appealable, policyVersion, textHash}.
create function block_lease(p_account uuid, p_job uuid, p_epoch integer, p_blocked jsonb) returns jsonb language plpgsql as $$
declare j job; v_event jsonb;
begin
  perform enter(p_account);
  perform lock_money(p_account, p_job);
  j := lock_lease(p_account, p_job, p_epoch);
  if j.job_id is null then return null; end if;
  insert into policy_decision (account_id, job_id, rule, field, policy_version, text_hash, at)
  values (p_account, p_job, p_blocked ->> 'rule', p_blocked ->> 'field', p_blocked ->> 'policyVersion', decode(p_blocked ->> 'textHash', 'hex'), farm_now());
  v_event := end_job(j, 'blocked', null, p_blocked - 'policyVersion' - 'textHash');
  update job set input = null where account_id = p_account and job_id = p_job;
  return jsonb_build_object('events', and_followers(p_account, p_job, v_event));
end $$;

-- Decides a case: `upheld` leaves the block as it is; `released` hands out what a check of outputs held, or lets the appealed text
-- through when it is sent again. A case is decided once.
create function decide_case(p_account uuid, p_case uuid, p_state text, p_reason text) returns jsonb language plpgsql as $$
declare c moderation_case;
begin
  perform enter(p_account);
  select * into c from moderation_case where account_id = p_account and case_id = p_case for update;
  if not found then perform fail('not_found', 'There is no such case.'); end if;
  if c.state <> 'open' then perform fail('conflict', format('This case was decided already: %s.', c.state)); end if;
  update moderation_case set state = p_state, decided_at = farm_now(), reason = p_reason where account_id = p_account and case_id = p_case;
  if p_state = 'released' and c.kind = 'hold' then
    update artifact a set state = 'readable', expires_at = farm_now() + interval '30 days'
    where account_id = p_account and job_id = c.job_id and state = 'quarantined' and not exists (select 1 from artifact b
      where b.account_id = p_account and b.job_id = c.job_id and b.kind = a.kind and b.idx = a.idx and b.state = 'readable');
  end if;
  return jsonb_build_object('jobId', c.job_id, 'kind', c.kind, 'state', p_state);
end $$;

create or replace function appeal_json(c moderation_case) returns jsonb language sql stable as $$
  select jsonb_build_object('id', c.case_id, 'jobId', c.job_id, 'rule', c.rule, 'state', c.state, 'createdAt', rfc3339(c.created_at),
    'decidedAt', rfc3339(c.decided_at), 'reason', c.reason)
$$;

-- A job's case as its owner sees it: the appeal, or what a check of outputs opened. Null where there is none.
create function case_of(p_account uuid, p_job uuid) returns jsonb language plpgsql stable as $$
declare v jsonb;
begin
  perform enter(p_account);
  select appeal_json(c) into v from moderation_case c where account_id = p_account and job_id = p_job and kind in ('appeal', 'hold')
  order by kind limit 1;
  return v;
end $$;

revoke execute on function settle(uuid, uuid, integer, text, jsonb, jsonb, text, integer, integer), retry_later, due_jobs, block_lease, decide_case
from public, farm_api;
grant execute on function settle(uuid, uuid, integer, text, jsonb, jsonb, text, integer, integer), retry_later, due_jobs, block_lease
to farm_scheduler, farm_operations;
grant execute on function decide_case to farm_operations;
