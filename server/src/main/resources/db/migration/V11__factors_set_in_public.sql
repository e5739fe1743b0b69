-- A second factor that was set up with a password of public origin, before the mailbox was proven, goes with it at the first proof.
alter table customer
    add column second_factor_public boolean not null default false;

-- Whoever changed their address had a factor that was theirs: it can't be told from a squatter's any more, so it stays.
update customer set second_factor_public = true
where second_factor_at is not null and email_verified_at is null and password_origin = 'public'
  and not exists (select from audit_event where customer_id = customer.id and event = 'user_email_changed');
