-- A node that works on a job fetches the files that the job is made from, while its lease lives.
set local search_path = farm;

-- The file of this hash that the job of a live lease names, or takes from the job that it follows: {id, bytes, contentType, keyId}.
-- {withdrawn: true} where the consent for it is revoked or over since; null when the lease is over, the job does not name it, or it is gone.
create function lease_input(p_account uuid, p_job uuid, p_epoch integer, p_sha256 text) returns jsonb language plpgsql stable as $$
declare j job; v jsonb;
begin
  perform enter(p_account);
  select * into j from job where account_id = p_account and job_id = p_job and state = 'running' and lease_epoch = p_epoch
    and lease_until > farm_now();
  if not found then return null; end if;
  select file into v from (
    select jsonb_build_object('id', f.file_id, 'bytes', f.bytes, 'contentType', f.content_type, 'keyId', f.key_id) as file, 1 as place
    from job_input u join input_file f on f.account_id = u.account_id and f.file_id = u.file_id
    where u.account_id = p_account and u.job_id = p_job and f.sha256 = p_sha256 and f.state = 'readable'
    union all
    select jsonb_build_object('id', a.artifact_id, 'bytes', a.bytes, 'contentType', a.content_type, 'keyId', a.key_id), 2
    from artifact a
    where a.account_id = p_account and a.sha256 = p_sha256 and a.state = 'readable' and a.expires_at > farm_now() and a.kind <> 'preview'
      and (a.job_id = j.after_job
        or exists (select 1 from job_input u where u.account_id = p_account and u.job_id = p_job and u.file_id = a.artifact_id))
  ) files order by place limit 1;
  if v is not null and p_sha256 = any (references_withdrawn(p_account, array[p_sha256])) then return jsonb_build_object('withdrawn', true); end if;
  return v;
end $$;

grant select on consent, consent_revocation to farm_scheduler;
revoke execute on function lease_input from public, farm_api, farm_operations;
grant execute on function lease_input to farm_scheduler;

-- Of these hashes, those of files that the farm made for the account and still hands out: each has passed the output check.
create function files_made(p_account uuid, p_hashes text[]) returns text[] language plpgsql stable as $$
declare v text[];
begin
  perform enter(p_account);
  select coalesce(array_agg(distinct sha256), '{}') into v from artifact
  where account_id = p_account and sha256 = any (p_hashes) and state = 'readable' and expires_at > farm_now() and kind <> 'preview';
  return v;
end $$;
