-- Whose address nobody vouches for: the customer registered with it in public, or moved to it alone. Whoever proves the mailbox first by a
-- link takes over, and nothing from before stays. One mark of the customer in the place of one of each thing that was set up.
alter table customer
    add column email_claimed boolean not null default false; -- says nothing once email_verified_at is set

-- Whoever registers in public, also at a node of the release before.
create function claim_email() returns trigger language plpgsql as
$$
begin
    new.email_claimed := true;
    return new;
end
$$;
create trigger customer_email_claimed before insert on customer
    for each row when (new.password_origin = 'public')
    execute function claim_email();

-- Few rows: who registered and never proved the mailbox, and who moved last by themselves and didn't either.
update customer c set email_claimed = true
where c.email_verified_at is null
  and (c.password_origin = 'public' or c.second_factor_public
       or c.id in (select p.customer_id from passkey p where p.set_in_public));
update customer c
set email_claimed = true, password_origin = case when c.password is not null then 'public' end
from (select distinct on (customer_id) customer_id, actor
      from audit_event
      where event = 'user_email_changed' and portal_id in (select id from portal)
      order by customer_id, id desc) moved
where c.id = moved.customer_id and moved.actor = 'customer' and c.email_verified_at is null;

alter table customer
    drop column second_factor_public;
alter table passkey
    drop column set_in_public;
