-- What an operator did, or a program with an API key. Few events have one, so that customers' cost nothing.
create index audit_event_actor on audit_event (actor, actor_id, at, id) where actor_id is not null;
