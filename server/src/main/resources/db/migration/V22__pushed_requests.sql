-- Pushed authorization requests (RFC 9126): an application hands its request over by itself, and the browser carries a reference to it.

alter table oauth_client
    add column require_pushed_authorization_requests boolean not null default false;

-- Without a reference, which would lock the client's row. It goes with the code that it becomes.
create table pushed_request (
    hash       bytea       primary key, -- SHA-256 of the request_uri
    client_id  bigint      not null,
    parameters jsonb       not null,
    expires_at timestamptz not null,
    used_at    timestamptz              -- when a browser first brought it
);
create index pushed_request_expires on pushed_request (expires_at);
