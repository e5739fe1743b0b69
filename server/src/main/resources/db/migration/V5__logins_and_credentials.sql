-- One row a login, whatever it serves as: a customer's username may be their own address.
drop view customer_whole;
alter table login
    add column is_email boolean not null default false, -- the folded contact address of its customer
    add column username text;                           -- as given; null: it is no username
update login set is_email = (kind = 'email'), username = case kind when 'username' then spelling end;
alter table login
    drop column kind,
    drop column spelling,
    alter column is_email drop default,
    add check (is_email or username is not null);
create unique index login_customer on login (customer_id, is_email);
create unique index login_username on login (customer_id) where username is not null;

alter table customer
    add column password_until   timestamptz, -- when a temporary password ends; null: it isn't temporary
    add column second_factor_at timestamptz, -- since when a second factor is asked for; null: none is
    add check (password is not null or password_until is null);

-- A customer with the username, as the stores read it.
create view customer_whole as
select c.id, c.portal_id, c.account_id, c.is_primary, c.email, c.email_verified_at, c.password, c.password_origin,
       c.password_until, c.second_factor_at, c.language, c.profile, c.disabled_at, c.created_at, u.username
from customer c
left join login u on u.customer_id = c.id and u.username is not null;
