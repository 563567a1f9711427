-- Cases for people to decide: outputs that a check held, reports, and appeals. The text of an appeal is sent again by its
-- owner, with consent that it be read, and lies encrypted under the account's key.
set local search_path = farm;

create table moderation_case (
  account_id uuid not null,
  case_id uuid not null,
  job_id uuid not null,
  kind text not null check (kind in ('appeal', 'hold', 'report')),
  rule text not null,
  field text not null,
  policy_version text,
  state text not null default 'open' check (state in ('open', 'upheld', 'released')),
  sealed bytea,
  consent_at timestamptz,
  created_at timestamptz not null,
  decided_at timestamptz,
  reason text,
  primary key (account_id, case_id),
  unique (account_id, job_id, kind),
  foreign key (account_id, job_id) references job,
  check (sealed is null or consent_at is not null),
  check ((state = 'open') = (decided_at is null))
);
create index moderation_open on moderation_case (created_at) where state = 'open';

create function appeal_json(c moderation_case) returns jsonb language sql stable as $$
  select jsonb_build_object('id', c.case_id, 'jobId', c.job_id, 'rule', c.rule, 'state', c.state, 'createdAt', rfc3339(c.created_at))
$$;

-- Opens the one appeal of a blocked job. `p_hash` is the salted hash of the text, which must be that of the text that was blocked.
-- A second appeal of the same text is the first.
create function appeal(p_account uuid, p_job uuid, p_case uuid, p_sealed bytea, p_hash bytea) returns jsonb language plpgsql as $$
declare j job; d policy_decision; c moderation_case;
begin
  perform enter(p_account);
  select * into j from job where account_id = p_account and job_id = p_job for update;
  if not found then perform fail('not_found', 'There is no such job.'); end if;
  if j.state <> 'blocked' then perform fail('conflict', format('Only a blocked job can be appealed; this one is %s.', j.state)); end if;
  if not (j.blocked ->> 'appealable')::boolean then
    perform fail('forbidden', 'This rule is of the floor, which nobody lowers: its blocks are not appealed. Change the text.');
  end if;
  select * into d from policy_decision where account_id = p_account and job_id = p_job;
  if found and d.text_hash <> p_hash then
    perform fail('invalid_input', format('This is not the text that was blocked. Send %s as it was.', d.field), 'text');
  end if;
  insert into moderation_case (account_id, case_id, job_id, kind, rule, field, policy_version, sealed, consent_at, created_at)
  values (p_account, p_case, p_job, 'appeal', j.blocked ->> 'rule', j.blocked ->> 'field', d.policy_version, p_sealed, farm_now(), farm_now())
  on conflict (account_id, job_id, kind) do nothing;
  select * into c from moderation_case where account_id = p_account and job_id = p_job and kind = 'appeal';
  return appeal_json(c);
end $$;

-- What retention forgets of cases: the text 30 days after the decision, and of a case that nobody decided after 180 days.
create function retire_cases(p_account uuid) returns void language plpgsql as $$
begin
  perform enter(p_account);
  update moderation_case set sealed = null
  where account_id = p_account and sealed is not null
    and (decided_at <= farm_now() - interval '30 days' or created_at <= farm_now() - interval '180 days');
end $$;

alter table moderation_case enable row level security;
create policy own_rows on moderation_case to farm_api using (account_id = current_account()) with check (account_id = current_account());
create policy all_rows on moderation_case to farm_scheduler, farm_operations using (true) with check (true);
grant select, insert on moderation_case to farm_api, farm_scheduler;
grant select, insert, update, delete on moderation_case to farm_operations;
revoke execute on function retire_cases from public, farm_api, farm_scheduler;
grant execute on function retire_cases to farm_operations;
