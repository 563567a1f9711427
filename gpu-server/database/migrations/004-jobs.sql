-- Jobs: submit, the owner's calls, and the scheduler's. Each function is one transaction for one account and
-- returns the events that it added, for the bus after commit. Lock order: balance, budget, hold, lot, job.
set local search_path = farm;

create function artifact_refs(p_account uuid, p_job uuid) returns jsonb language sql stable as $$
  select coalesce(jsonb_agg(jsonb_build_object('id', artifact_id, 'kind', kind, 'index', idx, 'sha256', sha256, 'bytes', bytes,
    'contentType', content_type) order by idx, kind), '[]')
  from artifact where account_id = p_account and job_id = p_job and state = 'readable' and kind <> 'preview'
$$;

-- A job as the API shows it; place in the queue and ETA are the scheduler's and are added there.
create function job_json(j job) returns jsonb language sql stable as $$
  select jsonb_build_object('id', j.job_id, 'kind', j.kind, 'engine', j.engine, 'quality', j.quality, 'rating', j.rating, 'label', j.label,
    'state', j.state, 'heldBack', j.held_back, 'priceList', j.price_list,
    'held', case when j.state in ('queued', 'running') then j.price else 0 end, 'captured', j.captured, 'lastSeq', j.last_seq,
    'createdAt', rfc3339(j.created_at), 'startedAt', rfc3339(j.started_at), 'endedAt', rfc3339(j.ended_at),
    'artifacts', artifact_refs(j.account_id, j.job_id), 'error', j.error, 'blocked', j.blocked, 'position', null, 'eta', null)
$$;

create function planner_json(j job) returns jsonb language sql stable as $$
  select jsonb_build_object('accountId', j.account_id, 'jobId', j.job_id, 'kind', j.kind, 'engine', j.engine, 'quality', j.quality,
    'weight', j.weight, 'order', j.queue_order, 'createdAt', floor(extract(epoch from j.created_at) * 1000), 'heldBack', j.held_back,
    'state', j.state, 'cancelRequested', j.cancel_requested, 'epoch', j.lease_epoch, 'nodeId', j.node_id,
    'triedNodes', to_jsonb(j.tried_nodes), 'work', j.work)
$$;

-- Adds the job's next event. The caller holds the job's row lock, so numbers have no gap.
create function add_event(p_account uuid, p_job uuid, p_event jsonb) returns jsonb language plpgsql as $$
declare v_seq integer;
begin
  update job set last_seq = last_seq + 1 where account_id = p_account and job_id = p_job returning last_seq into v_seq;
  insert into job_event (account_id, job_id, seq, at, event) values (p_account, p_job, v_seq, farm_now(), p_event);
  return jsonb_build_object('jobId', p_job, 'seq', v_seq, 'at', rfc3339(farm_now()), 'event', p_event);
end $$;

-- Records the key, holds the credits and inserts all jobs with their first events, or nothing at all.
-- p_jobs: [{id, kind, engine, quality, rating, label, weight, work, unitKind, units, priceList, price, ladder, blocked}] in order;
-- p_inputs: the encrypted requests, null for a blocked job; p_budget: {key, limit} or null.
create function submit(p_account uuid, p_key text, p_hash bytea, p_jobs jsonb, p_inputs bytea[], p_budget jsonb, p_most_open integer)
returns jsonb language plpgsql as $$
declare
  v_known idempotency; v_total integer; v_free bigint; v_open integer; v_budget text := p_budget ->> 'key';
  v_spec jsonb; v_place bigint; v_id uuid; v_blocked jsonb; v_price integer; v_event jsonb; v_jobs jsonb;
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
    if v_price > 0 then
      perform open_hold(p_account, v_id, v_price, array(select jsonb_array_elements_text(v_spec -> 'ladder')::integer), v_budget);
    end if;
    insert into job (account_id, job_id, kind, engine, quality, rating, label, state, queue_order, weight, work, unit_kind, units,
      price_list, price, input, blocked, created_at, ended_at)
    values (p_account, v_id, v_spec ->> 'kind', v_spec ->> 'engine', v_spec ->> 'quality', v_spec ->> 'rating', v_spec ->> 'label',
      case when v_blocked is null then 'queued' else 'blocked' end,
      extract(epoch from farm_now()) * 1000 + v_place / 1000.0, (v_spec ->> 'weight')::integer, (v_spec ->> 'work')::integer,
      v_spec ->> 'unitKind', (v_spec ->> 'units')::integer, v_spec ->> 'priceList', v_price, p_inputs[v_place],
      v_blocked - 'policyVersion' - 'textHash', farm_now(), case when v_blocked is null then null else farm_now() end);
    if v_blocked is null then
      insert into ready (bucket, account_id, job_id, state, epoch) values (bucket_of(p_account), p_account, v_id, 'queued', 0);
      v_event := '{"type": "queued"}';
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

-- The first answer under a key, for a request that cannot be repeated any more; null for a new key.
create function submitted(p_account uuid, p_key text, p_hash bytea) returns jsonb language plpgsql as $$
declare v_known idempotency;
begin
  perform enter(p_account);
  select * into v_known from idempotency where account_id = p_account and idem_key = p_key;
  if not found then return null; end if;
  if v_known.request_hash <> p_hash then perform fail('idempotency_mismatch'); end if;
  return v_known.response;
end $$;

-- How many of its units the job has delivered.
create function delivered_units(j job) returns integer language sql stable as $$
  select count(distinct idx)::integer from artifact
  where account_id = j.account_id and job_id = j.job_id and kind = j.unit_kind and state = 'readable'
$$;

-- Ends a job: capture for what arrived, final state, last event. The caller holds the locks of balance and job.
create function end_job(j job, p_state text, p_error jsonb, p_blocked jsonb) returns jsonb language plpgsql as $$
declare v_captured integer; v_event jsonb;
begin
  v_captured := close_hold(j.account_id, j.job_id, case when p_state = 'blocked' then 0 else delivered_units(j) end);
  update job set state = p_state, captured = v_captured, error = p_error, blocked = p_blocked, ended_at = farm_now(),
    lease_until = null, held_back = false
  where account_id = j.account_id and job_id = j.job_id;
  delete from ready where bucket = bucket_of(j.account_id) and account_id = j.account_id and job_id = j.job_id;
  if p_state = 'blocked' then
    v_event := p_blocked;
  else
    v_event := jsonb_build_object('artifacts', artifact_refs(j.account_id, j.job_id), 'credits', v_captured);
    if p_state <> 'succeeded' then v_event := v_event || jsonb_build_object('refunded', j.price - v_captured); end if;
    if p_state = 'failed' then v_event := v_event || jsonb_build_object('error', p_error); end if;
  end if;
  return add_event(j.account_id, j.job_id, v_event || jsonb_build_object('type', p_state));
end $$;

create function lock_money(p_account uuid, p_job uuid) returns void language plpgsql as $$
begin
  perform 1 from balance where account_id = p_account for update;
  perform 1 from hold where account_id = p_account and job_id = p_job for update;
end $$;

-- The owner's calls ---------------------------------------------------------------------------------------------

create function job_get(p_account uuid, p_job uuid) returns jsonb language plpgsql stable as $$
declare v jsonb;
begin
  perform enter(p_account);
  select job_json(j) into v from job j where account_id = p_account and job_id = p_job;
  return v;
end $$;

-- Newest first, before the cursor.
create function job_list(p_account uuid, p_states text[], p_kind text, p_before uuid, p_limit integer) returns jsonb language plpgsql stable as $$
declare v jsonb;
begin
  perform enter(p_account);
  select coalesce(jsonb_agg(job_json(j) order by j.job_id desc), '[]') into v from (
    select * from job where account_id = p_account and (p_before is null or job_id < p_before)
      and (p_states is null or state = any (p_states)) and (p_kind is null or kind = p_kind)
    order by job_id desc limit p_limit) j;
  return v;
end $$;

-- Open jobs, and jobs that ended since.
create function jobs_for_stream(p_account uuid, p_ended_since timestamptz) returns jsonb language plpgsql stable as $$
declare v jsonb;
begin
  perform enter(p_account);
  select coalesce(jsonb_agg(job_json(j) order by j.job_id desc), '[]') into v from job j
  where account_id = p_account
    and (job_id in (select job_id from ready where bucket = bucket_of(p_account) and account_id = p_account) or ended_at >= p_ended_since);
  return v;
end $$;

create function events_after(p_account uuid, p_job uuid, p_after integer, p_limit integer) returns jsonb language plpgsql stable as $$
declare v jsonb;
begin
  perform enter(p_account);
  select coalesce(jsonb_agg(jsonb_build_object('seq', seq, 'at', rfc3339(at), 'event', event) order by seq), '[]') into v from (
    select * from job_event where account_id = p_account and job_id = p_job and seq > p_after order by seq limit p_limit) e;
  return v;
end $$;

create function job_cancel(p_account uuid, p_job uuid) returns jsonb language plpgsql as $$
declare j job; v_events jsonb := '[]';
begin
  perform enter(p_account);
  perform lock_money(p_account, p_job);
  select * into j from job where account_id = p_account and job_id = p_job for update;
  if not found then perform fail('not_found', 'There is no such job.'); end if;
  if j.state = 'queued' then
    v_events := jsonb_build_array(end_job(j, 'cancelled', null, null));
  elsif j.state = 'running' then
    update job set cancel_requested = true where account_id = p_account and job_id = p_job;
  end if;
  return jsonb_build_object('job', job_get(p_account, p_job), 'events', v_events);
end $$;

create function job_hold_back(p_account uuid, p_job uuid, p_held boolean) returns jsonb language plpgsql as $$
declare j job; v_events jsonb := '[]';
begin
  perform enter(p_account);
  select * into j from job where account_id = p_account and job_id = p_job for update;
  if not found then perform fail('not_found', 'There is no such job.'); end if;
  if j.state <> 'queued' then perform fail('conflict', format('Only a queued job can be paused or resumed; this one is %s.', j.state)); end if;
  if j.held_back <> p_held then
    update job set held_back = p_held where account_id = p_account and job_id = p_job;
    v_events := jsonb_build_array(add_event(p_account, p_job,
      case when p_held then '{"type": "paused", "reason": "owner"}'::jsonb else '{"type": "resumed"}'::jsonb end));
  end if;
  return jsonb_build_object('job', job_get(p_account, p_job), 'events', v_events);
end $$;

-- Puts the named queued jobs of the account into the given order, in the places that they have among its other jobs.
create function job_order(p_account uuid, p_jobs uuid[]) returns integer language plpgsql as $$
declare v_orders double precision[]; v_count integer;
begin
  perform enter(p_account);
  perform 1 from job where account_id = p_account and job_id = any (p_jobs) order by job_id for update;
  select array_agg(queue_order order by queue_order) into v_orders from job
  where account_id = p_account and job_id = any (p_jobs) and state = 'queued';
  if coalesce(array_length(v_orders, 1), 0) <> array_length(p_jobs, 1) then
    perform fail('conflict', 'Some of these jobs are not queued any more, or are named twice. Reload the queue and order it again.', 'jobs');
  end if;
  update job set queue_order = v_orders[place] from unnest(p_jobs) with ordinality as wanted (id, place)
  where account_id = p_account and job_id = wanted.id;
  get diagnostics v_count = row_count;
  return v_count;
end $$;

-- The scheduler's calls -----------------------------------------------------------------------------------------

-- Every queued or running job of the buckets, for a scheduler's start.
create function open_jobs(p_buckets integer[]) returns jsonb language sql stable as $$
  select coalesce(jsonb_agg(planner_json(j)), '[]') from ready r join job j using (account_id, job_id) where r.bucket = any (p_buckets)
$$;

create function open_job(p_account uuid, p_job uuid) returns jsonb language plpgsql stable as $$
declare v jsonb;
begin
  perform enter(p_account);
  select planner_json(j) into v from job j where account_id = p_account and job_id = p_job and state in ('queued', 'running');
  return v;
end $$;

-- The account of an open job, for a node's message that names the job alone.
create function account_of_open_job(p_job uuid) returns uuid language sql stable as $$ select account_id from ready where job_id = p_job $$;

create function claim(p_account uuid, p_job uuid, p_epoch integer, p_node uuid, p_name text, p_lease_ms integer) returns jsonb language plpgsql as $$
declare j job; v_until timestamptz := farm_now() + p_lease_ms * interval '1 millisecond'; v_event jsonb;
begin
  perform enter(p_account);
  select * into j from job where account_id = p_account and job_id = p_job for update;
  if not found or j.state <> 'queued' or j.lease_epoch <> p_epoch or j.held_back then return null; end if;
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

-- Lengthens a live lease; false when it is not the node's any more.
create function renew(p_account uuid, p_job uuid, p_epoch integer, p_node uuid, p_lease_ms integer) returns boolean language plpgsql as $$
declare v_until timestamptz := farm_now() + p_lease_ms * interval '1 millisecond';
begin
  perform enter(p_account);
  update job set lease_until = v_until
  where account_id = p_account and job_id = p_job and state = 'running' and lease_epoch = p_epoch and node_id = p_node;
  if not found then return false; end if;
  update ready set lease_until = v_until where bucket = bucket_of(p_account) and account_id = p_account and job_id = p_job;
  return true;
end $$;

-- The job's row, locked, when `p_epoch` is its live lease; else null.
create function lock_lease(p_account uuid, p_job uuid, p_epoch integer) returns job language plpgsql as $$
declare j job;
begin
  select * into j from job where account_id = p_account and job_id = p_job and state = 'running' and lease_epoch = p_epoch for update;
  if not found then return null; end if;
  return j;
end $$;

-- Adds a node's event; of progress at most four a second are kept.
create function record_event(p_account uuid, p_job uuid, p_epoch integer, p_event jsonb) returns jsonb language plpgsql as $$
declare j job;
begin
  perform enter(p_account);
  j := lock_lease(p_account, p_job, p_epoch);
  if j.job_id is null then return null; end if;
  if p_event ->> 'type' = 'progress' then
    if j.last_progress_at > farm_now() - interval '250 milliseconds' and p_event -> 'step' <> p_event -> 'total' then
      return jsonb_build_object('events', '[]'::jsonb);
    end if;
    update job set last_progress_at = farm_now() where account_id = p_account and job_id = p_job;
  end if;
  return jsonb_build_object('events', jsonb_build_array(add_event(p_account, p_job, p_event)));
end $$;

-- Files become artifacts; a file that is there already (same kind and index) stays as it is.
create function add_artifacts(j job, p_files jsonb, p_state text) returns void language sql as $$
  insert into artifact (account_id, artifact_id, job_id, kind, idx, content_type, sha256, bytes, key_id, state, created_at, expires_at)
  select j.account_id, (f ->> 'id')::uuid, j.job_id, f ->> 'kind', (f ->> 'index')::integer, f ->> 'contentType', f ->> 'sha256',
    (f ->> 'bytes')::bigint, j.job_id || ':' || j.lease_epoch, p_state, farm_now(), farm_now() + interval '30 days'
  from jsonb_array_elements(p_files) f
  on conflict do nothing
$$;

create function add_segment(p_account uuid, p_job uuid, p_epoch integer, p_index integer, p_files jsonb) returns jsonb language plpgsql as $$
declare j job; v_refs jsonb; v_known boolean; v_events jsonb := '[]';
begin
  perform enter(p_account);
  j := lock_lease(p_account, p_job, p_epoch);
  if j.job_id is null then return null; end if;
  select exists (select 1 from artifact where account_id = p_account and job_id = p_job and idx = p_index and state = 'readable'
    and kind = j.unit_kind) into v_known;
  if not v_known then perform add_artifacts(j, p_files, 'readable'); end if;
  select coalesce(jsonb_agg(ref), '[]') into v_refs from jsonb_array_elements(artifact_refs(p_account, p_job)) ref
  where (ref ->> 'index')::integer = p_index;
  if not v_known then
    v_events := jsonb_build_array(add_event(p_account, p_job, jsonb_build_object('type', 'segment', 'index', p_index, 'artifacts', v_refs)));
  end if;
  return jsonb_build_object('events', v_events, 'artifacts', v_refs);
end $$;

create function add_preview(p_account uuid, p_job uuid, p_epoch integer, p_file jsonb) returns jsonb language plpgsql as $$
declare j job;
begin
  perform enter(p_account);
  j := lock_lease(p_account, p_job, p_epoch);
  if j.job_id is null then return null; end if;
  perform add_artifacts(j, jsonb_build_array(p_file), 'readable');
  return jsonb_build_object('events', jsonb_build_array(add_event(p_account, p_job, jsonb_build_object('type', 'preview', 'artifact', p_file))));
end $$;

create function settle(p_account uuid, p_job uuid, p_epoch integer, p_state text, p_error jsonb, p_files jsonb, p_held_rule text)
returns jsonb language plpgsql as $$
declare j job; v_state text := p_state; v_error jsonb := p_error; v_delivered integer; v_event jsonb;
begin
  perform enter(p_account);
  perform lock_money(p_account, p_job);
  j := lock_lease(p_account, p_job, p_epoch);
  if j.job_id is null then return null; end if;
  perform add_artifacts(j, p_files, case when p_held_rule is null then 'readable' else 'quarantined' end);
  if p_held_rule is not null then
    v_event := end_job(j, 'blocked', null, jsonb_build_object('rule', p_held_rule, 'field', 'output', 'appealable', true,
      'message', 'The check of the finished picture held it back. Nothing was charged.'));
  else
    v_delivered := delivered_units(j);
    if v_state = 'succeeded' and v_delivered < j.units then
      v_state := 'failed';
      v_error := jsonb_build_object('code', 'engine_failed', 'message',
        format('%s of %s parts arrived. What arrived is kept; the credits for the rest are back.', v_delivered, j.units));
    end if;
    if v_state = 'failed' and j.cancel_requested then v_state := 'cancelled'; end if;
    v_event := end_job(j, v_state, case when v_state = 'failed' then v_error end, null);
  end if;
  return jsonb_build_object('events', jsonb_build_array(v_event), 'job', job_get(p_account, p_job));
end $$;

-- Back to the queue, or to the end where the owner cancelled it or it was lost too often. The caller holds the locks.
create function requeue(j job, p_lost integer, p_most_lost integer, p_tried uuid, p_code text, p_message text) returns jsonb language plpgsql as $$
begin
  if j.cancel_requested then return end_job(j, 'cancelled', null, null); end if;
  if j.times_lost + p_lost >= p_most_lost then
    return end_job(j, 'failed', jsonb_build_object('code', p_code, 'message', p_message), null);
  end if;
  update job set state = 'queued', lease_until = null, node_id = null, node_name = null, times_lost = times_lost + p_lost,
    tried_nodes = case when p_tried is null or p_tried = any (tried_nodes) then tried_nodes else tried_nodes || p_tried end
  where account_id = j.account_id and job_id = j.job_id;
  update ready set state = 'queued', lease_until = null, node_id = null
  where bucket = bucket_of(j.account_id) and account_id = j.account_id and job_id = j.job_id;
  return add_event(j.account_id, j.job_id, '{"type": "queued"}');
end $$;

create function lapsed_leases(p_buckets integer[]) returns jsonb language sql stable as $$
  select coalesce(jsonb_agg(jsonb_build_object('accountId', account_id, 'jobId', job_id, 'epoch', epoch)), '[]') from ready
  where bucket = any (p_buckets) and state = 'running' and lease_until < farm_now()
$$;

create function lapse(p_account uuid, p_job uuid, p_epoch integer, p_most_lost integer) returns jsonb language plpgsql as $$
declare j job;
begin
  perform enter(p_account);
  perform lock_money(p_account, p_job);
  j := lock_lease(p_account, p_job, p_epoch);
  if j.job_id is null or j.lease_until >= farm_now() then return null; end if;
  return jsonb_build_object('events', jsonb_build_array(requeue(j, 1, p_most_lost, null, 'node_lost',
    format('The node that worked on it went away %s times. What arrived is kept; the credits for the rest are back.', p_most_lost))));
end $$;

create function release(p_account uuid, p_job uuid, p_epoch integer, p_failed boolean, p_most_lost integer) returns jsonb language plpgsql as $$
declare j job;
begin
  perform enter(p_account);
  perform lock_money(p_account, p_job);
  j := lock_lease(p_account, p_job, p_epoch);
  if j.job_id is null then return null; end if;
  return jsonb_build_object('events', jsonb_build_array(requeue(j, case when p_failed then 1 else 0 end, p_most_lost,
    case when p_failed then j.node_id end, 'engine_failed', 'No node could start it. The credits are back; send it again or choose another engine.')));
end $$;

-- Artifacts and keys --------------------------------------------------------------------------------------------

create function artifact_get(p_account uuid, p_artifact uuid) returns jsonb language plpgsql stable as $$
declare v jsonb;
begin
  perform enter(p_account);
  select jsonb_build_object('id', artifact_id, 'kind', kind, 'index', idx, 'sha256', sha256, 'bytes', bytes, 'contentType', content_type,
    'keyId', key_id, 'expiresAt', rfc3339(expires_at), 'state', state, 'expired', expires_at <= farm_now())
  into v from artifact where account_id = p_account and artifact_id = p_artifact;
  return v;
end $$;

-- The account's wrapped key; `p_wrapped` becomes it where there is none.
create function account_key(p_account uuid, p_wrapped bytea) returns bytea language plpgsql as $$
declare v bytea;
begin
  perform enter(p_account);
  insert into wrapped_key (account_id, wrapped, created_at) values (p_account, p_wrapped, farm_now()) on conflict do nothing;
  select wrapped into v from wrapped_key where account_id = p_account;
  return v;
end $$;

-- Retention: forgets requests 24 hours after the end, previews and chat texts with them, files at their expiry.
-- Returns the ids of files to delete: the rows are marked first.
create function retire(p_account uuid) returns jsonb language plpgsql as $$
declare v jsonb;
begin
  perform enter(p_account);
  update job set input = null where account_id = p_account and input is not null and ended_at <= farm_now() - interval '24 hours';
  delete from idempotency where account_id = p_account and created_at <= farm_now() - interval '30 days';
  with gone as (
    update artifact a set state = 'removed' from job j
    where a.account_id = p_account and a.state <> 'removed' and j.account_id = p_account and j.job_id = a.job_id
      and (a.expires_at <= farm_now()
        or (a.kind = 'preview' or j.kind = 'text.chat') and j.ended_at <= farm_now() - interval '24 hours')
    returning a.artifact_id)
  select coalesce(jsonb_agg(artifact_id), '[]') into v from gone;
  return v;
end $$;

-- Accounts after the cursor, for work that visits them one by one.
create function accounts_after(p_after uuid, p_limit integer) returns jsonb language sql stable as $$
  select coalesce(jsonb_agg(account_id order by account_id), '[]') from (
    select account_id from balance where p_after is null or account_id > p_after order by account_id limit p_limit) page
$$;
