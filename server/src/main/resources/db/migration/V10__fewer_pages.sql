-- With millions of customers, rows asked for at random are pages that no cache has. A look-up and a refresh leave out those that they
-- can: who has a login, and which username a customer has, the indexes tell alone.
alter table login
    drop constraint login_pkey,
    add primary key (portal_id, value) include (customer_id);
drop index login_username;
create unique index login_username on login (customer_id) include (username) where username is not null;

-- And who is disabled, an index so small that it stays in memory.
create index customer_disabled on customer (id) where disabled_at is not null;
