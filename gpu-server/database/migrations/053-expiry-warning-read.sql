-- An account may see when it was last warned, like every row of its own.
set local search_path = farm;
grant select on expiry_warning to farm_api;
