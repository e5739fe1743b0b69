-- OpenID Connect Back-Channel Logout 1.0: where an application is told of a session's end, and what it hasn't been told yet.

alter table oauth_client
    add column backchannel_logout_uri text; -- null: it isn't told

-- For the grants with offline access of a session in a browser: its end isn't theirs, but their applications are told of it.
create index token_grant_browser_session on token_grant (browser_session) where browser_session <> session_id;

-- Without references: a customer may be deleted, and no session's end has to wait for an application's row.
create table logout_notice (
    id          bigint generated always as identity primary key,
    client_id   bigint      not null,
    portal_id   bigint      not null,
    customer_id bigint      not null,
    session_id  uuid        not null, -- the browser's, which ID tokens name
    due_at      timestamptz not null default now(),
    attempts    integer     not null default 0,
    created_at  timestamptz not null default now()
);
create index logout_notice_due on logout_notice (due_at);
create index logout_notice_client on logout_notice (client_id, due_at);
