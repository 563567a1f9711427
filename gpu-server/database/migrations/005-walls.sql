-- Walls between accounts: who may touch what. farm_api sees the rows of the account that the function
-- entered; farm_scheduler and farm_operations work for all.
set local search_path = farm;

do $$
declare v_role text;
begin
  foreach v_role in array array['farm_api', 'farm_scheduler', 'farm_operations'] loop
    begin
      execute format('create role %I nologin', v_role);
    exception when duplicate_object or unique_violation then null;
    end;
    execute format('grant %I to current_user', v_role);
    execute format('grant usage on schema farm to %I', v_role);
    execute format('grant execute on all functions in schema farm to %I', v_role);
  end loop;
end $$;

do $$
declare v_table text;
begin
  for v_table in select tablename from pg_tables where schemaname = 'farm' and tablename <> 'schema_version' loop
    execute format('alter table %I enable row level security', v_table);
    execute format('create policy own_rows on %I to farm_api using (account_id = current_account()) with check (account_id = current_account())', v_table);
    execute format('create policy all_rows on %I to farm_scheduler, farm_operations using (true) with check (true)', v_table);
    execute format('grant select, insert, update, delete on %I to farm_api, farm_scheduler, farm_operations', v_table);
  end loop;
end $$;
revoke update, delete on entry, ledger_tx from farm_api, farm_scheduler, farm_operations;
revoke delete on job, job_event, hold, hold_lot, lot, balance, budget, plan_period, policy_decision, artifact from farm_api, farm_scheduler;
revoke execute on function open_jobs, lapsed_leases, account_of_open_job, accounts_after, claim, renew, record_event, add_segment, add_preview,
  settle, lapse, release from public, farm_api;

-- A session's row, for the check of a request: the library's tables are otherwise its own.
grant usage on schema identity to farm_api, farm_operations;
grant select on identity.session, identity."user" to farm_api, farm_operations;
