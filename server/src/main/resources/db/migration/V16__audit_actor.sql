-- Who did it: customer, client (a portal's server), command (somebody at the shell), server (by itself). Null in events of releases that
-- didn't say.
alter table audit_event
    add column actor text;

-- context: {"actor", "dialect", "portal", "client", "network", "request"}; the parameter's name stays, as a function is replaced with it
create or replace function audit(event text, origin jsonb, customer bigint, detail jsonb default '{}') returns void
    language sql as
$$
insert into audit_event (event, actor, dialect, portal_id, client_id, customer_id, network, request_id, detail)
values (event, origin ->> 'actor', origin ->> 'dialect', (origin ->> 'portal')::bigint, (origin ->> 'client')::bigint, customer,
        origin ->> 'network', origin ->> 'request', detail)
$$;
