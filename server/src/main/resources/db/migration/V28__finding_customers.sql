-- What operators find customers, mail and events by. Keys are compared byte by byte ("C"), so that a prefix is a range of them, and end
-- with the id, so that a page begins where the one before ended. Address: customer_email has been there.
create index customer_portal on customer (portal_id, id);
create index login_of_username on login (portal_id, (value collate "C"), customer_id) where username is not null;
create index customer_name on customer (portal_id,
    (lower(coalesce(profile ->> 'firstName', '') || ' ' || coalesce(profile ->> 'lastName', '')) collate "C"), id);
create index customer_last_name on customer (portal_id, (lower(profile ->> 'lastName') collate "C"), id)
    where profile ->> 'lastName' is not null;
create index customer_phone on customer (portal_id, ((profile ->> 'phone') collate "C"), id) where profile ->> 'phone' is not null;

create index outbox_portal on outbox (portal_id, id);

-- Events come in the order of time, nearly: a block range index of it is some kilobytes, whatever their number.
create index audit_event_at on audit_event using brin (at) with (pages_per_range = 32, autosummarize = on);
create index audit_event_portal on audit_event (portal_id, id);
create index audit_event_event on audit_event (event, id);
create index audit_event_request on audit_event (request_id) where request_id is not null;

-- How many events of which kind there were in each hour that is over. Zero and the empty text: none.
create table audit_hour (
    hour      timestamptz not null,
    portal_id bigint      not null,
    event     text        not null,
    dialect   text        not null,
    client_id bigint      not null,
    method    text        not null, -- how a customer proved who they are
    reason    text        not null, -- why a sign-in was refused
    count     bigint      not null,
    primary key (hour, portal_id, event, dialect, client_id, method, reason)
);

-- How far it is counted: one row. What was before is counted no more.
create table audit_rollup (
    counted_until timestamptz not null
);
insert into audit_rollup values (date_trunc('hour', now(), 'UTC') - interval '14 days');
