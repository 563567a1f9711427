-- The identity library counts requests by the address that they come from and forgets none of them: after a day they count nothing
-- any more.
create or replace function identity.tidy_outgoing() returns void language sql set search_path = identity, pg_temp as $$
  delete from outgoing where created_at < farm.farm_now() - interval '30 days';
  delete from "rateLimit" where "lastRequest" < (extract(epoch from farm.farm_now()) - 24 * 3600) * 1000;
$$;
