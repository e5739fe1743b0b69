-- One-time links and sessions. Only hashes of their tokens are here.

create table link (
    hash        bytea primary key, -- SHA-256 of the token
    customer_id bigint      not null references customer on delete cascade,
    purpose     text        not null check (purpose in ('sign-in', 'reset', 'change-email', 'verify')),
    address     text        not null, -- the folded address it was sent to: void once the customer has another
    expires_at  timestamptz not null
);
create index link_customer on link (customer_id);
create index link_expires on link (expires_at);

-- A session's refresh tokens are a chain: each is derived from the one before, and the row keeps the hashes of the last two.
create table session (
    id              uuid primary key,
    portal_id       bigint      not null references portal,
    customer_id     bigint      not null references customer on delete cascade,
    origin          text        not null check (origin in ('password', 'link')),
    expires_at      timestamptz not null, -- absolute end
    refresh_hash    bytea,                -- SHA-256 of the current refresh token; null: has none
    refresh_until   timestamptz,          -- idle end
    former_hash     bytea,                -- the refresh token before it
    rotated_at      timestamptz,
    ended_at        timestamptz,
    created_at      timestamptz not null default now()
) with (fillfactor = 80);
create index session_customer on session (customer_id);
create index session_expires on session (expires_at);

create table signing_key (
    kid         text primary key,
    public_jwk  text        not null,
    sealed      bytea       not null, -- the private key, AES-256-GCM under the master key
    signs_from  timestamptz not null, -- published before it signs, so that caches of the JWKS have it
    retires_at  timestamptz,          -- leaves the JWKS; null: not superseded
    created_at  timestamptz not null default now()
);
