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
