-- Money and work. Every key begins with account_id, so that the tables can be spread by account.
-- Credits are whole numbers; times come from farm_now() alone.
set local search_path = farm;

-- The farm's clock. Tests put another body here to step it.
create function farm_now() returns timestamptz language sql stable as $$ select statement_timestamp() $$;

create function rfc3339(at timestamptz) returns text language sql immutable as
$$ select to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') $$;

-- The account that a function works for; row-level security compares with it.
create function enter(p_account uuid) returns void language sql as $$ select set_config('farm.account', p_account::text, true) $$;
create function current_account() returns uuid language sql stable as
$$ select nullif(current_setting('farm.account', true), '')::uuid $$;

-- Raises a code of the closed union of shared/contract/errors.ts; the hint is the field at fault.
create function fail(p_code text, p_detail text default '', p_field text default '') returns void language plpgsql as $$
begin
  raise exception using errcode = 'FARM1', message = p_code, detail = p_detail, hint = p_field;
end $$;

create table balance (
  account_id uuid primary key,
  posted bigint not null default 0,
  held bigint not null default 0,
  created_at timestamptz not null,
  check (0 <= held and held <= posted)
);

create table plan_period (
  account_id uuid not null,
  plan text not null,
  period_start timestamptz not null,
  period_end timestamptz not null,
  primary key (account_id, plan, period_start)
);

-- Credits that came together and expire together. Free: amount - held - spent - expired.
create table lot (
  account_id uuid not null,
  lot_id uuid not null,
  source text not null,
  amount integer not null check (amount > 0),
  held integer not null default 0 check (held >= 0),
  spent integer not null default 0 check (spent >= 0),
  expired integer not null default 0 check (expired >= 0),
  expires_at timestamptz,
  created_at timestamptz not null,
  primary key (account_id, lot_id),
  unique (account_id, source),
  check (held + spent + expired <= amount)
);
create index lot_open on lot (account_id, expires_at) where held + spent + expired < amount;

create table ledger_tx (
  account_id uuid not null,
  tx_id uuid not null,
  tx_key text not null,
  kind text not null check (kind in ('grant', 'capture', 'expiry', 'grace')),
  job_id uuid,
  at timestamptz not null,
  primary key (account_id, tx_id),
  unique (account_id, tx_key)
);
create index ledger_tx_by_time on ledger_tx (account_id, at desc, tx_id desc);

-- Two rows a transaction: the account's credits, and the platform's side of the same amount.
create table entry (
  account_id uuid not null,
  tx_id uuid not null,
  book text not null check (book in ('credits', 'platform')),
  lot_id uuid not null,
  amount integer not null check (amount <> 0),
  primary key (account_id, tx_id, book),
  foreign key (account_id, tx_id) references ledger_tx,
  foreign key (account_id, lot_id) references lot
);

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'the ledger is append-only';
end $$;
create trigger entry_append_only before update or delete on entry for each row execute function refuse_change();
create trigger entry_no_truncate before truncate on entry for each statement execute function refuse_change();
create trigger ledger_tx_append_only before update or delete on ledger_tx for each row execute function refuse_change();
create trigger ledger_tx_no_truncate before truncate on ledger_tx for each statement execute function refuse_change();

-- A film's spending limit.
create table budget (
  account_id uuid not null,
  budget_key text not null,
  credit_limit bigint not null,
  held bigint not null default 0 check (held >= 0),
  captured bigint not null default 0 check (captured >= 0),
  primary key (account_id, budget_key)
);

create table idempotency (
  account_id uuid not null,
  idem_key text not null,
  request_hash bytea not null,
  response jsonb,
  created_at timestamptz not null,
  primary key (account_id, idem_key)
);

create table job (
  account_id uuid not null,
  job_id uuid not null,
  kind text not null,
  engine text not null,
  quality text not null,
  rating text not null,
  label text,
  state text not null check (state in ('queued', 'running', 'succeeded', 'failed', 'cancelled', 'blocked')),
  held_back boolean not null default false,
  cancel_requested boolean not null default false,
  -- Place among the owner's own queued jobs: smaller goes first.
  queue_order double precision not null,
  weight integer not null,
  -- Frames to make, or images: the planner's measure of size.
  work integer not null,
  -- What is delivered one by one, and how many of it make the whole.
  unit_kind text not null check (unit_kind in ('clip', 'image', 'text')),
  units integer not null check (units >= 1),
  price_list text not null,
  price integer not null check (price >= 0),
  captured integer not null default 0,
  lease_epoch integer not null default 0,
  lease_until timestamptz,
  node_id uuid,
  node_name text,
  tried_nodes uuid[] not null default '{}',
  times_lost integer not null default 0,
  last_seq integer not null default 0,
  last_progress_at timestamptz,
  -- The request, encrypted under the account's key; gone 24 hours after the end.
  input bytea,
  error jsonb,
  blocked jsonb,
  created_at timestamptz not null,
  started_at timestamptz,
  ended_at timestamptz,
  primary key (account_id, job_id)
);
create index job_with_input on job (account_id, ended_at) where input is not null;
create index job_ended on job (account_id, ended_at);

-- At most one a job.
create table hold (
  account_id uuid not null,
  job_id uuid not null,
  state text not null check (state in ('open', 'captured', 'void')),
  amount integer not null check (amount > 0),
  captured integer not null default 0 check (0 <= captured and captured <= amount),
  -- Credits for 0, 1, 2 ... delivered units, by the price list of the sale.
  ladder integer[] not null,
  budget_key text,
  created_at timestamptz not null,
  closed_at timestamptz,
  primary key (account_id, job_id),
  foreign key (account_id, budget_key) references budget
);

create table hold_lot (
  account_id uuid not null,
  job_id uuid not null,
  place integer not null,
  lot_id uuid not null,
  amount integer not null check (amount > 0),
  primary key (account_id, job_id, place),
  foreign key (account_id, job_id) references hold,
  foreign key (account_id, lot_id) references lot
);

create table job_event (
  account_id uuid not null,
  job_id uuid not null,
  seq integer not null check (seq >= 1),
  at timestamptz not null,
  event jsonb not null,
  primary key (account_id, job_id, seq),
  foreign key (account_id, job_id) references job
);

-- Queued and running jobs alone, in 64 buckets by account: what a scheduler reads at its start.
create table ready (
  bucket smallint not null check (bucket between 0 and 63),
  account_id uuid not null,
  job_id uuid not null,
  state text not null check (state in ('queued', 'running')),
  epoch integer not null,
  lease_until timestamptz,
  node_id uuid,
  primary key (bucket, account_id, job_id),
  foreign key (account_id, job_id) references job
);
create index ready_by_job on ready (job_id);
create index ready_by_lease on ready (bucket, lease_until) where state = 'running';

create function bucket_of(p_account uuid) returns smallint language sql immutable as
$$ select (('x' || left(md5(p_account::text), 4))::bit(16)::integer % 64)::smallint $$;

create table artifact (
  account_id uuid not null,
  artifact_id uuid not null,
  job_id uuid not null,
  kind text not null,
  idx integer not null,
  content_type text not null,
  sha256 text not null,
  bytes bigint not null,
  -- Names the key of the file: derived from the account's key.
  key_id text not null,
  state text not null check (state in ('readable', 'quarantined', 'removed')),
  created_at timestamptz not null,
  expires_at timestamptz not null,
  primary key (account_id, artifact_id),
  foreign key (account_id, job_id) references job
);
create unique index artifact_once on artifact (account_id, job_id, kind, idx) where state = 'readable' and kind <> 'preview';
create index artifact_expiry on artifact (account_id, expires_at) where state <> 'removed';

-- The account's key, wrapped by the farm's master key. Destroying it makes every file and input unreadable.
create table wrapped_key (
  account_id uuid primary key,
  wrapped bytea not null,
  created_at timestamptz not null
);

-- What the safety rules decided: never the text, only a salted hash of it.
create table policy_decision (
  account_id uuid not null,
  job_id uuid not null,
  rule text not null,
  field text not null,
  policy_version text not null,
  text_hash bytea not null,
  at timestamptz not null,
  primary key (account_id, job_id),
  foreign key (account_id, job_id) references job
);
