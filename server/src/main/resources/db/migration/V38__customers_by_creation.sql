-- Which customers of a portal were created in a time.
create index customer_created on customer (portal_id, created_at);
