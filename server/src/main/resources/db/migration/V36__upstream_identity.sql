-- Which customer of the upstream a customer is who waits for it. Without it the password of whoever has one's address as a username there
-- would be one's own.
alter table customer
    add column upstream_id bigint; -- as the import's file or the look-up had it; null where they had none, and for who doesn't wait
create index customer_upstream_id on customer (portal_id, upstream_id) where upstream_id is not null;

create or replace function forget_upstream() returns trigger language plpgsql as
$$
begin
    new.awaits_upstream := false;
    new.upstream_id := null;
    return new;
end
$$;

-- Whoever has a login again that they gave up may be asked for. null: more than one gave it up, or it was before this was kept.
alter table given_up_login
    add column customer_id bigint; -- no reference: they may be deleted

create or replace function remember_given_up_login() returns trigger language plpgsql as
$$
begin
    insert into given_up_login as g (portal_id, hash, customer_id)
    select u.portal_id, sha256(convert_to(old.value, 'UTF8')), old.customer_id
    from portal_upstream u where u.portal_id = old.portal_id
    on conflict (portal_id, hash) do update set customer_id = null
        where g.customer_id is distinct from excluded.customer_id;
    return null;
end
$$;

create or replace function move_in_obstacle(portal bigint, typed text, counted bytea, known bigint) returns text
    language sql stable as
$$
select case
    when known is null and exists (select from login l where l.portal_id = portal and l.value = typed) then 'OUTDATED'
    when known is not null
         and not exists (select from customer c
                         where c.id = known and c.awaits_upstream and c.password is null and c.disabled_at is null) then 'OUTDATED'
    when exists (select from lockout l where l.subject = counted and l.locked_until > now())
         or exists (select from given_up_login g
                    where g.portal_id = portal and g.hash = sha256(convert_to(typed, 'UTF8'))
                      and (known is null or g.customer_id is distinct from known)) then 'REFUSED'
end
$$;
