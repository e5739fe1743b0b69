-- Operators who act for customers: which portals let them, the link that they begin by, and the session that it opens. And indexes for lists.

alter table portal
    add column act_as boolean not null default false;

create table act_as_link (
    hash        bytea primary key, -- SHA-256 of the token
    customer_id bigint      not null references customer on delete cascade,
    operator_id bigint      not null references operator on delete cascade, -- it is good in their browser alone
    expires_at  timestamptz not null
);
create index act_as_link_customer on act_as_link (customer_id);
create index act_as_link_operator on act_as_link (operator_id);
create index act_as_link_expires on act_as_link (expires_at);

-- Beside browser_session: what asks for a customer's own session finds none here.
create table act_as_session (
    session_id       uuid primary key references customer_session on delete cascade,
    hash             bytea  not null unique, -- SHA-256 of the cookie
    operator_session uuid   not null references operator_session on delete cascade,
    operator_id      bigint not null,
    operator_name    text   not null -- of then
);
create index act_as_session_operator_session on act_as_session (operator_session);

-- Whatever takes an operator's session, or their right, away takes the row: the customer's session ends with it, as by EndedSessions.
create function end_acting() returns trigger
    language plpgsql as
$$
declare
    gone record;
begin
    for gone in
        with ended as (
            update customer_session s set ended_at = now()
            where s.id = old.session_id and s.ended_at is null and s.expires_at > now()
            returning s.portal_id, s.customer_id, withdraw_grants(s.id) as grants
        ), noticed as (
            insert into logout_notice (client_id, portal_id, customer_id, session_id)
            select distinct g.client_id, g.portal_id, g.customer_id, g.browser_session
            from ended cross join unnest(ended.grants) g join oauth_client o on o.id = g.client_id
            where o.backchannel_logout_uri is not null
        )
        select portal_id, customer_id from ended
    loop
        perform audit('act_as_ended',
                      jsonb_build_object('actor', 'operator', 'actorId', old.operator_id, 'actorName', old.operator_name,
                                         'portal', gone.portal_id),
                      gone.customer_id);
    end loop;
    return null;
end
$$;
create trigger act_as_session_end
    after delete
    on act_as_session
    for each row
execute function end_acting();

-- What a customer is shown of it.
create index audit_event_act_as on audit_event (customer_id, id) where event = 'act_as_started';

-- Lists of operators are one look-up in an index, whichever page: a customer's events by id, those of a portal and word, and mail that
-- waits or was given up among all that was sent.
create index audit_event_of_customer on audit_event (customer_id, id);
drop index audit_event_customer;
create index audit_event_portal_event on audit_event (portal_id, event, id);
create index outbox_waiting on outbox (portal_id, id) where sent_at is null and set_aside_at is null;
create index outbox_set_aside on outbox (portal_id, id) where set_aside_at is not null;
