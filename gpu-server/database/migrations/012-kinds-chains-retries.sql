-- Every kind of job with its shorthand type, sounds charged by their seconds, jobs that follow another, tries by class of
-- failure, and deadlines. Lock order as ever: balance, budget, hold, lot, job; a job's followers after the job.
set local search_path = farm;

alter table job
  add column type text,
  -- The job that must succeed first, and whether this one waits for it still.
  add column after_job uuid,
  add column waiting boolean not null default false,
  add column depth integer not null default 0 check (depth between 0 and 16),
  -- Sounds: length in seconds of one step of the ladder.
  add column step_seconds numeric check (step_seconds > 0),
  add column deadline timestamptz,
  -- Its deadline passed while it ran: its node was told to stop.
  add column overdue boolean not null default false,
  -- Failures by code, counted for the rules of jobs/retry.ts.
  add column failures jsonb not null default '{}';
alter table job drop constraint job_unit_kind_check;
alter table job add constraint job_unit_kind_check check (unit_kind in ('clip', 'image', 'text', 'audio'));
alter table job add constraint job_after_fkey foreign key (account_id, after_job) references job;
alter table artifact add column seconds numeric check (seconds >= 0);
alter table ready add column deadline timestamptz;
create index ready_by_deadline on ready (bucket, deadline) where deadline is not null;
create index job_waiting on job (account_id, after_job) where waiting;

create or replace function job_json(j job) returns jsonb language sql stable as $$
  select jsonb_build_object('id', j.job_id, 'kind', j.kind, 'type', j.type, 'engine', j.engine, 'quality', j.quality, 'rating', j.rating, 'label', j.label,
    'state', j.state, 'heldBack', j.held_back,
    'after', j.after_job, 'waiting', j.waiting, 'deadline', rfc3339(j.deadline), 'priceList', j.price_list,
    'held', case when j.state in ('queued', 'running') then j.price else 0 end, 'captured', j.captured, 'lastSeq', j.last_seq,
    'createdAt', rfc3339(j.created_at), 'startedAt', rfc3339(j.started_at), 'endedAt', rfc3339(j.ended_at),
    'artifacts', artifact_refs(j.account_id, j.job_id), 'error', j.error, 'blocked', j.blocked, 'position', null, 'eta', null)
$$;

-- A job that waits for another is held back for the planner.
create or replace function planner_json(j job) returns jsonb language sql stable as $$
  select jsonb_build_object('accountId', j.account_id, 'jobId', j.job_id, 'kind', j.kind, 'engine', j.engine, 'quality', j.quality,
    'weight', j.weight, 'order', j.queue_order, 'createdAt', floor(extract(epoch from j.created_at) * 1000), 'heldBack', j.held_back or j.waiting,
    'state', j.state, 'cancelRequested', j.cancel_requested, 'epoch', j.lease_epoch, 'nodeId', j.node_id,
    'triedNodes', to_jsonb(j.tried_nodes), 'work', j.work)
$$;

create or replace function add_artifacts(j job, p_files jsonb, p_state text) returns void language sql as $$
  insert into artifact (account_id, artifact_id, job_id, kind, idx, content_type, sha256, bytes, key_id, state, created_at, expires_at, seconds)
  select j.account_id, (f ->> 'id')::uuid, j.job_id, f ->> 'kind', (f ->> 'index')::integer, f ->> 'contentType', f ->> 'sha256',
    (f ->> 'bytes')::bigint, j.job_id || ':' || j.lease_epoch, p_state, farm_now(), farm_now() + interval '30 days', (f ->> 'seconds')::numeric
  from jsonb_array_elements(p_files) f
  on conflict do nothing
$$;

-- Steps of the ladder that a job has delivered: its units, or for sounds every started stretch of each.
create function delivered_steps(j job) returns integer language sql stable as $$
  select case when j.step_seconds is null then delivered_units(j) else (
    select coalesce(sum(greatest(1, ceil(coalesce(seconds, 0) / j.step_seconds))), 0)::integer from artifact
    where account_id = j.account_id and job_id = j.job_id and kind = j.unit_kind and state = 'readable') end
$$;

-- Ends a job: capture for what arrived, final state, last event. A job that is past its deadline does not end cancelled but
-- failed. The caller holds the locks of balance and job, and tells the followers (and_followers).
create or replace function end_job(j job, p_state text, p_error jsonb, p_blocked jsonb) returns jsonb language plpgsql as $$
declare v_captured integer; v_event jsonb; v_state text := p_state; v_error jsonb := p_error;
begin
  if j.overdue and p_state in ('cancelled', 'failed') then
    v_state := 'failed';
    v_error := jsonb_build_object('code', 'deadline_passed', 'message',
      'It was not done by its deadline. What arrived is kept; the credits for the rest are back.');
  end if;
  v_captured := close_hold(j.account_id, j.job_id, case when v_state = 'blocked' then 0 else delivered_steps(j) end);
  update job set state = v_state, captured = v_captured, error = v_error, blocked = p_blocked, ended_at = farm_now(),
    lease_until = null, held_back = false, waiting = false
  where account_id = j.account_id and job_id = j.job_id;
  delete from ready where bucket = bucket_of(j.account_id) and account_id = j.account_id and job_id = j.job_id;
  if v_state = 'blocked' then
    v_event := p_blocked;
  else
    v_event := jsonb_build_object('artifacts', artifact_refs(j.account_id, j.job_id), 'credits', v_captured);
    if v_state <> 'succeeded' then v_event := v_event || jsonb_build_object('refunded', j.price - v_captured); end if;
    if v_error is not null then v_event := v_event || jsonb_build_object('error', v_error); end if;
  end if;
  return add_event(j.account_id, j.job_id, v_event || jsonb_build_object('type', v_state));
end $$;

-- Once a job has ended: what waited for it goes to the queue when it succeeded, and ends cancelled with its own followers
-- when it did not. Returns their events. The caller holds the balance's lock.
create function follow(p_account uuid, p_job uuid) returns jsonb language plpgsql as $$
declare v_state text; c job; v_events jsonb := '[]';
begin
  select state into v_state from job where account_id = p_account and job_id = p_job;
  if v_state in ('queued', 'running') then return v_events; end if;
  for c in select * from job where account_id = p_account and after_job = p_job and waiting order by job_id for update loop
    if v_state = 'succeeded' then
      update job set waiting = false where account_id = p_account and job_id = c.job_id;
      v_events := v_events || jsonb_build_array(add_event(p_account, c.job_id, '{"type": "queued"}'));
    else
      v_events := v_events || jsonb_build_array(end_job(c, 'cancelled', jsonb_build_object('code', 'cancelled', 'message',
        format('The job that this one follows ended %s, so this one was not started. Its credits are back.', v_state)), null))
        || follow(p_account, c.job_id);
    end if;
  end loop;
  return v_events;
end $$;

create function and_followers(p_account uuid, p_job uuid, p_event jsonb) returns jsonb language plpgsql as $$
begin
  return jsonb_build_array(p_event) || follow(p_account, p_job);
end $$;

-- p_jobs also carries {type, after, at, stepSeconds, deadline}; `at` stands before the paths of fields.
create or replace function submit(p_account uuid, p_key text, p_hash bytea, p_jobs jsonb, p_inputs bytea[], p_budget jsonb, p_most_open integer)
returns jsonb language plpgsql as $$
declare
  v_known idempotency; v_total integer; v_free bigint; v_open integer; v_budget text := p_budget ->> 'key';
  v_spec jsonb; v_place bigint; v_id uuid; v_blocked jsonb; v_price integer; v_event jsonb; v_jobs jsonb;
  v_parent job; v_waiting boolean; v_deadline timestamptz;
begin
  perform enter(p_account);
  insert into idempotency (account_id, idem_key, request_hash, created_at) values (p_account, p_key, p_hash, farm_now())
  on conflict do nothing;
  if not found then
    select * into v_known from idempotency where account_id = p_account and idem_key = p_key;
    if v_known.request_hash <> p_hash then perform fail('idempotency_mismatch'); end if;
    return jsonb_build_object('replayed', true, 'jobs', v_known.response, 'events', '[]'::jsonb);
  end if;

  perform 1 from balance where account_id = p_account for update;
  perform expire_lots(p_account);
  select coalesce(sum((spec ->> 'price')::integer), 0) into v_total from jsonb_array_elements(p_jobs) spec where spec -> 'blocked' = 'null';
  update balance set held = held + v_total where account_id = p_account and posted - held >= v_total;
  if not found then
    select posted - held into v_free from balance where account_id = p_account;
    perform fail('credits_insufficient', format('This takes %s credits and %s are available. Add credits or render fewer shots.',
      v_total, coalesce(v_free, 0)));
  end if;
  select count(*) into v_open from ready where bucket = bucket_of(p_account) and account_id = p_account;
  if v_open + jsonb_array_length(p_jobs) > p_most_open then
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

  for v_spec, v_place in select spec, place from jsonb_array_elements(p_jobs) with ordinality as specs (spec, place) loop
    v_id := (v_spec ->> 'id')::uuid;
    v_blocked := nullif(v_spec -> 'blocked', 'null');
    v_price := case when v_blocked is null then (v_spec ->> 'price')::integer else 0 end;
    v_parent := null;
    if v_spec ->> 'after' is not null then
      -- The balance's lock keeps the job that is followed from ending meanwhile.
      select * into v_parent from job where account_id = p_account and job_id = (v_spec ->> 'after')::uuid;
      if not found then perform fail('not_found', 'There is no such job to follow.', v_spec ->> 'at' || 'after'); end if;
      if v_parent.state in ('failed', 'cancelled', 'blocked') then
        perform fail('conflict', format('The job to follow ended %s. Send that one again first.', v_parent.state), v_spec ->> 'at' || 'after');
      end if;
      if v_parent.depth >= 16 then
        perform fail('invalid_input', 'A chain has at most 17 jobs.', v_spec ->> 'at' || 'after');
      end if;
    end if;
    v_waiting := v_blocked is null and coalesce(v_parent.state in ('queued', 'running'), false);
    v_deadline := (v_spec ->> 'deadline')::timestamptz;
    if v_deadline <= farm_now() then
      perform fail('invalid_input', 'This deadline has passed already. Choose a later one, or leave it out.', v_spec ->> 'at' || 'deadline');
    end if;
    if v_price > 0 then
      perform open_hold(p_account, v_id, v_price, array(select jsonb_array_elements_text(v_spec -> 'ladder')::integer), v_budget);
    end if;
    insert into job (account_id, job_id, kind, engine, quality, rating, label, state, queue_order, weight, work, unit_kind, units,
      price_list, price, input, blocked, created_at, ended_at, type, after_job, waiting, depth, step_seconds, deadline)
    values (p_account, v_id, v_spec ->> 'kind', v_spec ->> 'engine', v_spec ->> 'quality', v_spec ->> 'rating', v_spec ->> 'label',
      case when v_blocked is null then 'queued' else 'blocked' end,
      extract(epoch from farm_now()) * 1000 + v_place / 1000.0, (v_spec ->> 'weight')::integer, (v_spec ->> 'work')::integer,
      v_spec ->> 'unitKind', (v_spec ->> 'units')::integer, v_spec ->> 'priceList', v_price, p_inputs[v_place],
      v_blocked - 'policyVersion' - 'textHash', farm_now(), case when v_blocked is null then null else farm_now() end,
      v_spec ->> 'type', v_parent.job_id, v_waiting, coalesce(v_parent.depth + 1, 0), (v_spec ->> 'stepSeconds')::numeric, v_deadline);
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

  select jsonb_agg(job_json(j) order by specs.place) into v_jobs
  from jsonb_array_elements(p_jobs) with ordinality as specs (spec, place)
  join job j on j.account_id = p_account and j.job_id = (specs.spec ->> 'id')::uuid;
  update idempotency set response = v_jobs where account_id = p_account and idem_key = p_key;
  return jsonb_build_object('replayed', false, 'jobs', v_jobs, 'events', (
    select jsonb_agg(jsonb_build_object('jobId', job_id, 'seq', seq, 'at', rfc3339(at), 'event', event))
    from job_event where account_id = p_account and job_id in (select (spec ->> 'id')::uuid from jsonb_array_elements(p_jobs) spec)));
end $$;

create or replace function job_cancel(p_account uuid, p_job uuid) returns jsonb language plpgsql as $$
declare j job; v_events jsonb := '[]';
begin
  perform enter(p_account);
  perform lock_money(p_account, p_job);
  select * into j from job where account_id = p_account and job_id = p_job for update;
  if not found then perform fail('not_found', 'There is no such job.'); end if;
  if j.state = 'queued' then
    v_events := and_followers(p_account, p_job, end_job(j, 'cancelled', null, null));
  elsif j.state = 'running' then
    update job set cancel_requested = true where account_id = p_account and job_id = p_job;
  end if;
  return jsonb_build_object('job', job_get(p_account, p_job), 'events', v_events);
end $$;

create or replace function claim(p_account uuid, p_job uuid, p_epoch integer, p_node uuid, p_name text, p_lease_ms integer) returns jsonb language plpgsql as $$
declare j job; v_until timestamptz := farm_now() + p_lease_ms * interval '1 millisecond'; v_event jsonb;
begin
  perform enter(p_account);
  select * into j from job where account_id = p_account and job_id = p_job for update;
  if not found or j.state <> 'queued' or j.lease_epoch <> p_epoch or j.held_back or j.waiting or j.deadline <= farm_now() then return null; end if;
  update job set state = 'running', lease_epoch = p_epoch + 1, lease_until = v_until, node_id = p_node, node_name = p_name,
    started_at = coalesce(started_at, farm_now())
  where account_id = p_account and job_id = p_job;
  update ready set state = 'running', epoch = p_epoch + 1, lease_until = v_until, node_id = p_node
  where bucket = bucket_of(p_account) and account_id = p_account and job_id = p_job;
  v_event := add_event(p_account, p_job, jsonb_build_object('type', 'started', 'node', p_name, 'engine', j.engine));
  return jsonb_build_object('epoch', p_epoch + 1, 'input', encode(j.input, 'base64'), 'events', jsonb_build_array(v_event), 'delivered', (
    select coalesce(jsonb_agg(distinct idx), '[]') from artifact
    where account_id = p_account and job_id = p_job and kind = j.unit_kind and state = 'readable'));
end $$;

-- Back to the queue with an event that says why.
create function to_queue(j job, p_event jsonb) returns jsonb language plpgsql as $$
begin
  update job set state = 'queued', lease_until = null, node_id = null, node_name = null
  where account_id = j.account_id and job_id = j.job_id;
  update ready set state = 'queued', lease_until = null, node_id = null
  where bucket = bucket_of(j.account_id) and account_id = j.account_id and job_id = j.job_id;
  return add_event(j.account_id, j.job_id, p_event || '{"type": "queued"}');
end $$;

create or replace function requeue(j job, p_lost integer, p_most_lost integer, p_tried uuid, p_code text, p_message text) returns jsonb language plpgsql as $$
begin
  if j.cancel_requested then return end_job(j, 'cancelled', null, null); end if;
  if j.times_lost + p_lost >= p_most_lost then
    return end_job(j, 'failed', jsonb_build_object('code', p_code, 'message', p_message), null);
  end if;
  update job set times_lost = times_lost + p_lost,
    tried_nodes = case when p_tried is null or p_tried = any (tried_nodes) then tried_nodes else tried_nodes || p_tried end
  where account_id = j.account_id and job_id = j.job_id;
  return to_queue(j, '{}');
end $$;

-- Settles a lease. A failure whose class has tries left (`p_tries` in all, by jobs/retry.ts) goes back to the queue instead.
create function settle(p_account uuid, p_job uuid, p_epoch integer, p_state text, p_error jsonb, p_files jsonb, p_held_rule text,
  p_tries integer)
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
      v_event := to_queue(j, jsonb_build_object('retry', v_error));
    else
      v_event := end_job(j, v_state, case when v_state = 'failed' then v_error end, null);
    end if;
  end if;
  return jsonb_build_object('events', and_followers(p_account, p_job, v_event), 'job', job_get(p_account, p_job));
end $$;

-- As coordinators of before call it.
create or replace function settle(p_account uuid, p_job uuid, p_epoch integer, p_state text, p_error jsonb, p_files jsonb, p_held_rule text)
returns jsonb language sql as $$ select settle(p_account, p_job, p_epoch, p_state, p_error, p_files, p_held_rule, 1) $$;

create or replace function lapse(p_account uuid, p_job uuid, p_epoch integer, p_most_lost integer) returns jsonb language plpgsql as $$
declare j job;
begin
  perform enter(p_account);
  perform lock_money(p_account, p_job);
  j := lock_lease(p_account, p_job, p_epoch);
  if j.job_id is null or j.lease_until >= farm_now() then return null; end if;
  return jsonb_build_object('events', and_followers(p_account, p_job, requeue(j, 1, p_most_lost, null, 'node_lost',
    format('The node that worked on it went away %s times. What arrived is kept; the credits for the rest are back.', p_most_lost))));
end $$;

create or replace function release(p_account uuid, p_job uuid, p_epoch integer, p_failed boolean, p_most_lost integer) returns jsonb language plpgsql as $$
declare j job;
begin
  perform enter(p_account);
  perform lock_money(p_account, p_job);
  j := lock_lease(p_account, p_job, p_epoch);
  if j.job_id is null then return null; end if;
  return jsonb_build_object('events', and_followers(p_account, p_job, requeue(j, case when p_failed then 1 else 0 end, p_most_lost,
    case when p_failed then j.node_id end, 'engine_failed', 'No node could start it. The credits are back; send it again or choose another engine.')));
end $$;

create function overdue_jobs(p_buckets integer[]) returns jsonb language sql stable as $$
  select coalesce(jsonb_agg(jsonb_build_object('accountId', account_id, 'jobId', job_id)), '[]') from ready
  where bucket = any (p_buckets) and deadline <= farm_now()
$$;

-- A deadline has passed: a queued job ends failed, a running one is told to stop and ends so when its node has. Null when it has not.
create function pass_deadline(p_account uuid, p_job uuid) returns jsonb language plpgsql as $$
declare j job; v_events jsonb := '[]';
begin
  perform enter(p_account);
  perform lock_money(p_account, p_job);
  select * into j from job where account_id = p_account and job_id = p_job for update;
  if not found or j.state not in ('queued', 'running') or j.deadline is null or j.deadline > farm_now() then return null; end if;
  update job set overdue = true, cancel_requested = (state = 'running') where account_id = p_account and job_id = p_job;
  update ready set deadline = null where bucket = bucket_of(p_account) and account_id = p_account and job_id = p_job;
  j.overdue := true;
  if j.state = 'queued' then v_events := and_followers(p_account, p_job, end_job(j, 'failed', null, null)); end if;
  return jsonb_build_object('events', v_events);
end $$;

-- Seconds until about one of the account's open jobs is done: the mean work of those by the pace of the last day
-- (0.05 s for a unit of work until there is one), from 1 to 600.
create function retry_after(p_account uuid) returns integer language plpgsql stable as $$
declare v_work numeric; v_pace numeric;
begin
  perform enter(p_account);
  select avg(work) into v_work from job join ready using (account_id, job_id) where bucket = bucket_of(p_account) and account_id = p_account;
  select sum(extract(epoch from ended_at - started_at)) / nullif(sum(work), 0) into v_pace
  from job where account_id = p_account and ended_at > farm_now() - interval '1 day' and state = 'succeeded';
  return greatest(1, least(600, ceil(coalesce(v_work, 1) * coalesce(v_pace, 0.05))))::integer;
end $$;

revoke execute on function settle(uuid, uuid, integer, text, jsonb, jsonb, text, integer), overdue_jobs, pass_deadline, follow, and_followers, to_queue
from public, farm_api;
grant execute on function settle(uuid, uuid, integer, text, jsonb, jsonb, text, integer), overdue_jobs, pass_deadline, follow, and_followers, to_queue
to farm_scheduler, farm_operations;
-- The owner's cancel ends followers too.
grant execute on function follow, and_followers to farm_api;
