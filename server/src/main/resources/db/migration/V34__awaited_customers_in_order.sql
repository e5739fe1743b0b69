-- Those whom a portal's upstream alone can let in, a page at a time, by id.
drop index customer_awaits_upstream;
create index customer_awaits_upstream on customer (portal_id, id) where awaits_upstream;
