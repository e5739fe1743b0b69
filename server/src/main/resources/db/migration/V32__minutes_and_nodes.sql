-- How many events of which kind there were in each minute that is over, for eight days: what hours are summed of. Zero and the empty text:
-- none. Beside events these are counted: links that were used, mail that went out, requests that a limit refused.
create table audit_minute (
    minute    timestamptz not null,
    portal_id bigint      not null,
    event     text        not null,
    dialect   text        not null,
    client_id bigint      not null,
    method    text        not null, -- how a customer proved who they are
    reason    text        not null, -- why a sign-in was refused
    count     bigint      not null,
    primary key (minute, portal_id, event, dialect, client_id, method, reason)
);

alter table audit_rollup
    add column minutes_until timestamptz,                                -- how far minutes are counted
    add column sessions_at   timestamptz not null default '-infinity'; -- when sessions were counted
-- Where nothing happened yet, there is nothing to count
update audit_rollup set counted_until = date_trunc('hour', now(), 'UTC') where not exists (select from audit_event);
update audit_rollup set minutes_until = counted_until;
alter table audit_rollup alter column minutes_until set not null;

-- Mail that went out, by the moment at which it did.
create index outbox_sent on outbox (sent_at) where sent_at is not null;

-- How many sessions of customers were alive when they were counted last; a portal without a row has none.
create table live_sessions (
    portal_id bigint primary key,
    sessions  bigint not null
);

-- The processes that serve, each by what it tells of itself. Unlogged: what a crash of the database forgets is told again within seconds.
create unlogged table node (
    id      uuid primary key, -- of the process: another with each start
    seen_at timestamptz not null default now(),
    state   jsonb       not null -- of its release; docs/operations.md has it
) with (fillfactor = 50);
