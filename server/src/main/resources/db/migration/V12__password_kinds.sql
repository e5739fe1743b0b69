-- Hashes from elsewhere: what a refusal costs follows the kinds that a portal's customers still have (portal.dearest_hash is no longer
-- read), and the secrets that other systems mixed into passwords are kept sealed.

create table password_kind (
    id        bigint generated always as identity primary key,
    portal_id bigint not null references portal on delete cascade,
    kind      text   not null, -- scheme and cost
    decoy     text   not null, -- a hash of the kind that no password matches
    unique (portal_id, kind)
);

alter table customer
    add column password_kind bigint; -- null: none, ours, or of a kind that never takes longer than ours
create index customer_password_kind on customer (portal_id, password_kind) where password_kind is not null;

create function forget_password_kind() returns trigger language plpgsql as
$$
begin
    new.password_kind := null;
    return new;
end
$$;
create trigger customer_password_kind before update of password on customer
    for each row when (old.password_kind is not null and new.password is distinct from old.password
                       and new.password_kind is not distinct from old.password_kind)
    execute function forget_password_kind();

insert into password_kind (portal_id, kind, decoy) select id, 'imported', dearest_hash from portal where dearest_hash is not null;
update customer c
set password_kind = k.id
from password_kind k
where k.portal_id = c.portal_id and c.password not like '$argon2id$v=19$m=19456,t=2,p=1$%';

create table pepper (
    id     text  primary key, -- what stored hashes name it by
    sealed bytea not null
);
