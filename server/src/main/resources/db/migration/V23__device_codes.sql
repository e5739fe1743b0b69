-- Devices without a browser, which wait for their customer to agree in one (RFC 8628). Once they do, the device's code is an authorization
-- code like any other.
create table device_code (
    hash       bytea       primary key, -- SHA-256 of the device code
    portal_id  bigint      not null,
    user_code  text        not null, -- what the customer types; it opens nothing by itself
    client_id  bigint      not null,
    scopes     text[]      not null,
    refused    boolean     not null default false,
    polled_at  timestamptz,
    expires_at timestamptz not null,
    unique (portal_id, user_code)
);
create index device_code_expires on device_code (expires_at);
