-- Events are listed by their moment, and by id where that is one: so a search of an old day begins there, whatever came since, also of one
-- portal, word or customer. Those by id alone read all that came since.
drop index audit_event_at;
create index audit_event_at on audit_event (at, id);
drop index audit_event_portal;
create index audit_event_portal on audit_event (portal_id, at, id);
drop index audit_event_event;
create index audit_event_event on audit_event (event, at, id);
drop index audit_event_portal_event;
create index audit_event_portal_event on audit_event (portal_id, event, at, id);
drop index audit_event_of_customer;
create index audit_event_of_customer on audit_event (customer_id, at, id);
