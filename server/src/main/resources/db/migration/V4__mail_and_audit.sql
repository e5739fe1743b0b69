-- Mail that waits to go out, and the record of what happened.

create table outbox (
    id          bigint generated always as identity primary key,
    portal_id   bigint      not null references portal,
    customer_id bigint      not null references customer on delete cascade,
    purpose     text        not null,
    sealed      bytea,                -- {"to", "link"}, AES-256-GCM under the master key; wiped when sent. null: to the customer's address, no link
    attempts    int         not null default 0,
    due_at      timestamptz not null default now(),
    sent_at     timestamptz,
    set_aside_at timestamptz,         -- poison: this mail can't be sent
    fault       text,                 -- the last one, without any secret
    created_at  timestamptz not null default now()
);
create index outbox_due on outbox (due_at) where sent_at is null and set_aside_at is null;
create index outbox_customer on outbox (customer_id);

-- Append-only. Events have the names of the OWASP logging vocabulary.
create table audit_event (
    id          bigint generated always as identity primary key,
    at          timestamptz not null default clock_timestamp(),
    event       text        not null,
    dialect     text,
    portal_id   bigint,
    client_id   bigint,
    customer_id bigint,
    network     text,
    request_id  text,
    detail      jsonb       not null default '{}'
);
create index audit_event_customer on audit_event (customer_id, at);

create function refuse_change() returns trigger
    language plpgsql as
$$
begin
    raise exception 'audit_event is append-only';
end
$$;
create trigger audit_append_only before update or delete or truncate on audit_event
    for each statement execute function refuse_change();

-- Writes an event as part of the statement it tells of. origin: {"dialect", "portal", "client", "network", "request"}.
create function audit(event text, origin jsonb, customer bigint, detail jsonb default '{}') returns void
    language sql as
$$
insert into audit_event (event, dialect, portal_id, client_id, customer_id, network, request_id, detail)
values (event, origin ->> 'dialect', (origin ->> 'portal')::bigint, (origin ->> 'client')::bigint, customer,
        origin ->> 'network', origin ->> 'request', detail)
$$;
