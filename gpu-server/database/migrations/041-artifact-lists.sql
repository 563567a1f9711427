-- An account's artifacts as lists: what a job made, each with its smaller forms (proxy and thumbnail of a clip, thumbnail of a picture),
-- and what will expire soon.
set local search_path = farm;

create function artifact_json(a artifact) returns jsonb language sql stable as $$
  select jsonb_build_object('id', a.artifact_id, 'jobId', a.job_id, 'kind', a.kind, 'index', a.idx, 'sha256', a.sha256, 'bytes', a.bytes,
    'contentType', a.content_type, 'expiresAt', rfc3339(a.expires_at))
$$;

create function variants_of(a artifact) returns jsonb language sql stable as $$
  select coalesce(jsonb_agg(artifact_json(v) order by v.kind), '[]') from artifact v
  where a.kind in ('clip', 'image') and v.account_id = a.account_id and v.job_id = a.job_id and v.idx = a.idx
    and v.kind in ('proxy', 'thumbnail') and v.state = 'readable' and v.expires_at > farm_now()
$$;

create function variant_of(a artifact) returns uuid language sql stable as $$
  select m.artifact_id from artifact m
  where a.kind in ('proxy', 'thumbnail') and m.account_id = a.account_id and m.job_id = a.job_id and m.idx = a.idx and m.kind in ('clip', 'image')
    and m.state = 'readable' and m.expires_at > farm_now()
  limit 1
$$;

-- One artifact with its variants, or with the file that it is a variant of. Null for what is not readable.
create function artifact_look(p_account uuid, p_artifact uuid) returns jsonb language plpgsql stable as $$
declare v jsonb;
begin
  perform enter(p_account);
  select artifact_json(a) || jsonb_build_object('variants', variants_of(a), 'variantOf', variant_of(a)) into v
  from artifact a where a.account_id = p_account and a.artifact_id = p_artifact and a.state = 'readable' and a.expires_at > farm_now();
  return v;
end $$;

-- Readable artifacts that are no variants and no previews, newest first; of those that expire by `p_by` the soonest first.
create function artifact_list(p_account uuid, p_job uuid, p_by timestamptz, p_after uuid, p_limit integer) returns jsonb language plpgsql stable as $$
declare v jsonb;
begin
  perform enter(p_account);
  select coalesce(jsonb_agg(artifact_json(a) || jsonb_build_object('variants', variants_of(a), 'variantOf', null) order by
    case when p_by is null then null else a.artifact_id end, a.artifact_id desc), '[]') into v from (
    select * from artifact
    where account_id = p_account and state = 'readable' and kind not in ('proxy', 'thumbnail', 'preview') and expires_at > farm_now()
      and (p_job is null or job_id = p_job) and (p_by is null or expires_at <= p_by)
      and (p_after is null or case when p_by is null then artifact_id < p_after else artifact_id > p_after end)
    order by case when p_by is null then null else artifact_id end, artifact_id desc limit p_limit) a;
  return v;
end $$;

-- The same by a number of days from now.
create function artifact_list_expiring(p_account uuid, p_job uuid, p_days integer, p_after uuid, p_limit integer) returns jsonb language sql stable as $$
  select artifact_list(p_account, p_job, farm_now() + p_days * interval '1 day', p_after, p_limit)
$$;
