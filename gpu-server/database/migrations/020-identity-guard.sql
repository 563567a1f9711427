-- What stands around the identity library: codes that were used, attempts by account, limits by address,
-- keys, invite codes, mail on its way, and accounts to erase.
set local search_path = identity;

-- A code of the second factor that was shown once; forgotten after three minutes, when it is too old anyway.
create table totp_used (
  account_id uuid not null references "user" (id) on delete cascade,
  code_hash bytea not null,
  used_at timestamptz not null,
  primary key (account_id, code_hash)
);
create index totp_used_by_time on totp_used (used_at);

-- Notes a code before it is verified; false when it was shown before, to this process or another.
create function spend_code(p_account uuid, p_hash bytea) returns boolean language plpgsql set search_path = identity, pg_temp as $$
begin
  delete from totp_used where used_at < farm.farm_now() - interval '3 minutes';
  insert into totp_used values (p_account, p_hash, farm.farm_now()) on conflict do nothing;
  return found;
end $$;

-- Failed attempts of one account (a keyed hash of its address, there or not). Counted before the attempt, forgiven after it succeeded.
create table sign_in_counter (
  subject bytea primary key,
  failures integer not null,
  blocked_until timestamptz not null,
  last_at timestamptz not null
);

-- Counts an attempt. Returns 0, or the seconds to wait: after 5 failures 2, 4, 8 ... up to 300.
create function attempt(p_subject bytea) returns integer language plpgsql set search_path = identity, pg_temp as $$
declare v_now timestamptz := farm.farm_now(); v_wait integer;
begin
  insert into sign_in_counter as c values (p_subject, 1, v_now, v_now)
  on conflict (subject) do update set
    failures = case when c.last_at < v_now - interval '1 day' then 1 else c.failures + 1 end,
    blocked_until = case when c.failures < 4 or c.last_at < v_now - interval '1 day' then v_now
      else v_now + make_interval(secs => least(2 ^ least(c.failures - 3, 9), 300)) end,
    last_at = v_now
  where c.blocked_until <= v_now;
  if found then return 0; end if;
  select greatest(1, ceil(extract(epoch from blocked_until - v_now)))::integer into v_wait from sign_in_counter where subject = p_subject;
  return coalesce(v_wait, 0);
end $$;

-- The password was right and the code is still to come: this attempt was no failure, earlier ones stay.
create function attempt_half(p_subject bytea) returns void language sql set search_path = identity, pg_temp as $$
  update sign_in_counter set failures = greatest(failures - 1, 0), blocked_until = farm.farm_now() where subject = p_subject
$$;

-- Windows of requests by subject.
create table rate_window (subject bytea primary key, started_at timestamptz not null, uses integer not null);

-- Counts a request. Returns 0, or the seconds until the window ends.
create function rate(p_subject bytea, p_most integer, p_seconds integer) returns integer language plpgsql set search_path = identity, pg_temp as $$
declare v_now timestamptz := farm.farm_now(); v_wait integer;
begin
  insert into rate_window as w values (p_subject, v_now, 1)
  on conflict (subject) do update set
    uses = case when w.started_at <= v_now - make_interval(secs => p_seconds) then 1 else w.uses + 1 end,
    started_at = case when w.started_at <= v_now - make_interval(secs => p_seconds) then v_now else w.started_at end
  where w.uses < p_most or w.started_at <= v_now - make_interval(secs => p_seconds);
  if found then return 0; end if;
  select greatest(1, ceil(extract(epoch from started_at - v_now) + p_seconds))::integer into v_wait from rate_window where subject = p_subject;
  return coalesce(v_wait, 0);
end $$;

create table api_key (
  id uuid primary key default gen_random_uuid(),
  account_id uuid not null references "user" (id) on delete cascade,
  name text not null,
  -- The start of the key, for people to tell keys apart.
  prefix text not null,
  hash bytea not null unique,
  scopes text[] not null check (cardinality(scopes) > 0),
  per_minute integer not null check (per_minute > 0),
  minute_start timestamptz not null,
  minute_uses integer not null default 0,
  uses bigint not null default 0,
  created_at timestamptz not null,
  last_used_at timestamptz,
  expires_at timestamptz
);
create index api_key_by_account on api_key (account_id, created_at);

-- Adds a key; null when the account has `p_most` already. Two at once wait for each other.
create function add_api_key(p_account uuid, p_name text, p_prefix text, p_hash bytea, p_scopes text[], p_per_minute integer,
  p_expires timestamptz, p_most integer) returns uuid language plpgsql set search_path = identity, pg_temp as $$
declare v_id uuid;
begin
  perform 1 from "user" where id = p_account for no key update;
  if not found then return null; end if;
  insert into api_key (account_id, name, prefix, hash, scopes, per_minute, minute_start, created_at, expires_at)
  select p_account, p_name, p_prefix, p_hash, p_scopes, p_per_minute, farm.farm_now(), farm.farm_now(), p_expires
  where (select count(*) from api_key where account_id = p_account) < p_most
  returning id into v_id;
  return v_id;
end $$;

-- Whose key it is. Limit and use are counted in the same statement; `wait` are the seconds until the key may be used again.
create function use_api_key(p_hash bytea) returns jsonb language plpgsql security definer set search_path = identity, pg_temp as $$
declare v_now timestamptz := farm.farm_now(); v_result jsonb;
begin
  update api_key k set
    uses = uses + 1,
    last_used_at = v_now,
    minute_uses = case when minute_start <= v_now - interval '1 minute' then 1 else minute_uses + 1 end,
    minute_start = case when minute_start <= v_now - interval '1 minute' then v_now else minute_start end
  from "user" u
  where k.hash = p_hash and u.id = k.account_id and (k.expires_at is null or k.expires_at > v_now)
    and (k.minute_uses < k.per_minute or k.minute_start <= v_now - interval '1 minute')
  returning jsonb_build_object('accountId', u.id, 'keyId', k.id, 'email', u.email, 'name', u.name,
    'createdAt', farm.rfc3339(u."createdAt"), 'twoFactor', coalesce(u."twoFactorEnabled", false), 'scopes', to_jsonb(k.scopes)) into v_result;
  if found then return v_result; end if;
  select jsonb_build_object('wait', greatest(1, ceil(extract(epoch from minute_start + interval '1 minute' - v_now)))::integer) into v_result
  from api_key where hash = p_hash and (expires_at is null or expires_at > v_now);
  return v_result;
end $$;

create table invite_code (
  hash bytea primary key,
  uses_left integer not null check (uses_left >= 0),
  created_at timestamptz not null,
  expires_at timestamptz
);

-- Mail and what leads to mail: sealed under the farm's secret, gone when it is done.
create table outgoing (
  id uuid primary key default gen_random_uuid(),
  sealed bytea not null,
  attempts integer not null default 0,
  due_at timestamptz not null,
  created_at timestamptz not null,
  failed_at timestamptz
);
create index outgoing_due on outgoing (due_at) where failed_at is null;

-- Accounts whose data is to be erased: one row an account, also when it is asked for twice.
create table erasure_request (account_id uuid primary key, requested_at timestamptz not null, done_at timestamptz);

-- Forgets what is over: windows and counters that count nothing any more, sessions and confirmations past their time.
create function tidy() returns void language sql set search_path = identity, pg_temp as $$
  delete from rate_window where started_at < farm.farm_now() - interval '1 day';
  delete from sign_in_counter where last_at < farm.farm_now() - interval '1 day';
  delete from totp_used where used_at < farm.farm_now() - interval '3 minutes';
  delete from invite_code where expires_at < farm.farm_now() - interval '30 days';
  delete from outgoing where failed_at < farm.farm_now() - interval '30 days';
  delete from session where "expiresAt" < clock_timestamp();
  delete from verification where "expiresAt" < clock_timestamp();
$$;

-- Readies an account for its end: teams of its own alone go, and its data is noted for erasure. Returns the name of a team
-- that would lose its only owner while others are in it; then nothing is changed. Erasure begins once the account's row is gone.
create function prepare_erasure(p_account uuid) returns text language plpgsql set search_path = identity, pg_temp as $$
declare v_team text;
begin
  select o.name into v_team from organization o join member m on m."organizationId" = o.id
  where m."userId" = p_account and 'owner' = any (string_to_array(m.role, ','))
    and exists (select 1 from member x where x."organizationId" = o.id and x."userId" <> p_account)
    and not exists (select 1 from member x where x."organizationId" = o.id and x."userId" <> p_account and 'owner' = any (string_to_array(x.role, ',')))
  order by o.name limit 1;
  if found then return v_team; end if;
  delete from organization o where exists (select 1 from member m where m."organizationId" = o.id and m."userId" = p_account)
    and not exists (select 1 from member x where x."organizationId" = o.id and x."userId" <> p_account);
  insert into erasure_request values (p_account, farm.farm_now(), null) on conflict do nothing;
  return null;
end $$;

revoke execute on all functions in schema identity from public;
grant execute on function use_api_key to farm_api;
