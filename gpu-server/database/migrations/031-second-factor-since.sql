-- When an account's second factor was turned on: the identity library does not note it.
create table identity.second_factor (
  account_id uuid primary key references identity."user" ("id") on delete cascade,
  since timestamptz not null
);

create function identity.note_second_factor() returns trigger language plpgsql as $$
begin
  if new."twoFactorEnabled" then
    insert into identity.second_factor (account_id, since) values (new."id", farm.farm_now()) on conflict do nothing;
  else
    delete from identity.second_factor where account_id = new."id";
  end if;
  return null;
end $$;
create trigger note_second_factor after update of "twoFactorEnabled" on identity."user"
  for each row when (old."twoFactorEnabled" is distinct from new."twoFactorEnabled") execute function identity.note_second_factor();
