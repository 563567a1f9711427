-- What a node still holds by the database, for a node that comes back to a coordinator that was restarted.
set local search_path = farm;
create index ready_by_node on ready (node_id) where state = 'running';
create function leases_of(p_node uuid) returns jsonb language sql stable as $$
  select coalesce(jsonb_agg(jsonb_build_object('accountId', account_id, 'jobId', job_id, 'epoch', epoch)), '[]') from ready
  where node_id = p_node and state = 'running'
$$;
revoke execute on function leases_of from public;
grant execute on function leases_of to farm_scheduler;
