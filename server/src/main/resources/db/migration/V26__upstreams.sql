-- Moving in while running: the system that a portal comes from, which is asked for customers who aren't here yet.

create table portal_upstream (
    portal_id bigint      primary key references portal on delete cascade,
    kind      text        not null check (kind in ('sonar', 'logicboxes', 'keaze', 'hook')),
    url       text        not null,
    sealed    bytea       not null, -- credentials, AES-256-GCM under the master key
    revision  uuid        not null, -- another with each setting
    set_at    timestamptz not null default now(),
    fault     text,                 -- the last one, without any secret
    fault_at  timestamptz
);

-- Who is asking the upstream for a login at this moment, of all nodes. Unlogged: a crash of the database ends every request, too.
create unlogged table move_in_claim (
    subject    bytea       primary key, -- keyed hash of portal and login
    holder     uuid        not null,
    expires_at timestamptz not null
) with (fillfactor = 50);

-- Customers who are known here, and whose password only the upstream knows: imported without a hash, or made from its look-up.
alter table customer
    add column awaits_upstream boolean not null default false;
create index customer_awaits_upstream on customer (portal_id) where awaits_upstream;

-- Whoever sets a password, also a node of the release before, ends that.
create function forget_upstream() returns trigger language plpgsql as
$$
begin
    new.awaits_upstream := false;
    return new;
end
$$;
create trigger customer_awaits_upstream before update of password on customer
    for each row when (old.awaits_upstream and new.password is not null)
    execute function forget_upstream();

create or replace view customer_whole as
select c.id, c.portal_id, c.account_id, c.is_primary, c.email, c.email_verified_at, c.password, c.password_origin,
       c.password_until, c.second_factor_at, c.language, c.profile, c.disabled_at, c.created_at, u.username, c.awaits_upstream
from customer c
left join login u on u.customer_id = c.id and u.username is not null;

-- Whose password the upstream said was right.
create table moved_in (
    customer_id bigint      primary key references customer on delete cascade,
    portal_id   bigint      not null, -- the customer's
    moved_at    timestamptz not null default now()
);
create index moved_in_portal on moved_in (portal_id, moved_at);

-- Logins that customers gave up, or that went with them, in a portal with an upstream: it isn't asked for them any more.
create table given_up_login (
    portal_id bigint not null references portal on delete cascade,
    hash      bytea  not null, -- SHA-256 of the login
    primary key (portal_id, hash)
);

create function remember_given_up_login() returns trigger language plpgsql as
$$
begin
    insert into given_up_login (portal_id, hash)
    select u.portal_id, sha256(convert_to(old.value, 'UTF8')) from portal_upstream u where u.portal_id = old.portal_id
    on conflict do nothing;
    return null;
end
$$;
create trigger login_given_up after delete on login
    for each row execute function remember_given_up_login();

-- Why the upstream needn't, or mustn't, be asked for a login; null if it may. known: the customer who has it here, and no password; null:
-- nobody. counted: whose failures are counted.
create function move_in_obstacle(portal bigint, typed text, counted bytea, known bigint) returns text
    language sql stable as
$$
select case
    when known is null and exists (select from login l where l.portal_id = portal and l.value = typed) then 'OUTDATED'
    when known is not null
         and not exists (select from customer c
                         where c.id = known and c.awaits_upstream and c.password is null and c.disabled_at is null) then 'OUTDATED'
    when exists (select from lockout l where l.subject = counted and l.locked_until > now())
         or exists (select from given_up_login g
                    where g.portal_id = portal and g.hash = sha256(convert_to(typed, 'UTF8'))) then 'REFUSED'
end
$$;

-- Claims the right to ask, and then looks, in a snapshot of its own: it has to see what whoever asked last has left.
create function claim_move_in(key bytea, claimant uuid, life interval, portal bigint, typed text, counted bytea, known bigint)
    returns text language plpgsql as
$$
declare
    obstacle text;
begin
    insert into move_in_claim as c (subject, holder, expires_at) values (key, claimant, now() + life)
    on conflict (subject) do update set holder = excluded.holder, expires_at = excluded.expires_at where c.expires_at < now();
    if not found then
        return 'BUSY';
    end if;
    obstacle := move_in_obstacle(portal, typed, counted, known);
    if obstacle is not null then
        delete from move_in_claim c where c.subject = key and c.holder = claimant;
        return obstacle;
    end if;
    return 'GRANTED';
end
$$;
