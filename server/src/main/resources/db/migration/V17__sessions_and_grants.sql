-- A session says who signed in, by which methods and when. What a client got for it is a grant: to refresh reads and writes that alone.
-- A grant goes with its session's end. Refresh tokens name the grant; that of a portal's own session has the session's id.
alter table session
    rename to customer_session;
alter table customer_session
    rename column created_at to auth_time;
alter table customer_session
    add column amr text[] not null default '{pwd}'; -- how they proved it: RFC 8176's words, and link for a mailed link
update customer_session set amr = '{link}' where origin = 'link';
alter table customer_session
    alter column amr drop default;

create table token_grant (
    id            uuid primary key,
    session_id    uuid        not null references customer_session on delete cascade,
    portal_id     bigint      not null,
    customer_id   bigint      not null,
    refresh_hash  bytea       not null, -- SHA-256 of the current refresh token
    former_hash   bytea,                -- the refresh token before it
    rotated_at    timestamptz,
    refresh_until timestamptz not null, -- idle end
    expires_at    timestamptz not null  -- absolute end
) with (fillfactor = 80);
insert into token_grant
select id, id, portal_id, customer_id, refresh_hash, former_hash, rotated_at, refresh_until, expires_at
from customer_session
where refresh_hash is not null and ended_at is null and expires_at > now();
create index token_grant_session on token_grant (session_id);

alter table customer_session
    drop column origin,
    drop column refresh_hash,
    drop column refresh_until,
    drop column former_hash,
    drop column rotated_at;

-- For nodes of the release before this one, which go on while others are upgraded: their table, as they read and write it. It goes with the
-- next release.
create view session as
select s.id, s.portal_id, s.customer_id, case when 'link' = any (s.amr) then 'link' else 'password' end as origin, s.expires_at,
       (select g.refresh_hash from token_grant g where g.id = s.id) as refresh_hash,
       (select g.refresh_until from token_grant g where g.id = s.id) as refresh_until,
       (select g.former_hash from token_grant g where g.id = s.id) as former_hash,
       (select g.rotated_at from token_grant g where g.id = s.id) as rotated_at,
       s.ended_at, s.auth_time as created_at
from customer_session s;

create function change_session() returns trigger
    language plpgsql as
$$
begin
    if tg_op = 'INSERT' then
        insert into customer_session (id, portal_id, customer_id, amr, expires_at)
        values (new.id, new.portal_id, new.customer_id, case new.origin when 'link' then '{link}' else '{pwd}' end::text[], new.expires_at);
        if new.refresh_hash is not null then
            insert into token_grant (id, session_id, portal_id, customer_id, refresh_hash, refresh_until, expires_at)
            values (new.id, new.id, new.portal_id, new.customer_id, new.refresh_hash, new.refresh_until, new.expires_at);
        end if;
        return new;
    elsif tg_op = 'UPDATE' then
        if new.ended_at is not null then
            update customer_session set ended_at = new.ended_at where id = old.id and ended_at is null;
            delete from token_grant where session_id = old.id;
        else
            -- a node of this release may have been faster
            update token_grant
            set refresh_hash = new.refresh_hash, former_hash = new.former_hash, rotated_at = new.rotated_at,
                refresh_until = new.refresh_until
            where id = old.id and refresh_hash = old.refresh_hash;
        end if;
        return new;
    else
        delete from customer_session where id = old.id;
        return old;
    end if;
end
$$;
create trigger session_changes
    instead of insert or update or delete
    on session
    for each row
execute function change_session();
