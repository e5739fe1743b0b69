-- OpenID Connect: the applications that customers sign in to, the browser's session, authorization codes, and what each application was granted.

alter table api_client
    alter column secret_hash drop not null; -- a public client has none, and one that signs assertions neither

-- An API client as an OAuth 2.0 client (RFC 7591 section 2 names the members). Its client_id is the API client's name.
create table oauth_client (
    id                           bigint  primary key references api_client on delete cascade,
    redirect_uris                text[]  not null,
    post_logout_redirect_uris    text[]  not null default '{}',
    grant_types                  text[]  not null, -- authorization_code, refresh_token, client_credentials
    scopes                       text[]  not null, -- that it may ask for
    token_endpoint_auth_method   text    not null
        check (token_endpoint_auth_method in ('none', 'client_secret_basic', 'client_secret_post', 'private_key_jwt')),
    jwks                         jsonb,            -- the public keys that it signs its assertions with
    id_token_signed_response_alg text    not null check (id_token_signed_response_alg in ('RS256', 'ES256')),
    userinfo_signed_response_alg text    check (userinfo_signed_response_alg in ('RS256', 'ES256')), -- null: plain JSON
    first_party                  boolean not null, -- the portal's own: customers aren't asked for consent
    access_token_life            interval,         -- null: the installation's
    check ((token_endpoint_auth_method = 'private_key_jwt') = (jwks is not null))
);

-- A session in a browser, by its cookie. Each time it rises (a password, a second factor) the cookie is another.
create table browser_session (
    hash       bytea primary key, -- SHA-256 of the cookie
    session_id uuid  not null references customer_session on delete cascade
);
create index browser_session_session on browser_session (session_id);

-- What an application is granted. A grant of a portal's own dialect has no client, and leaves the rest null, too.
alter table token_grant
    add column client_id       bigint,      -- the API client
    add column browser_session uuid,        -- that it was granted in, which its ID tokens name: with offline access session_id is another
    add column scopes          text[],
    add column userinfo_claims jsonb,       -- claims that were asked for one by one (OpenID Connect Core section 5.5)
    add column auth_time       timestamptz, -- of the authorization: the session may rise later
    add column amr             text[],
    alter column refresh_hash drop not null, -- null: the client gets no refresh token
    alter column refresh_until drop not null;

-- Redeemed codes stay for a while: one that comes again ends its grant (RFC 6749 section 4.1.2). Without references, which would lock
-- the customer's and the session's row in each sign-in at an application: whoever redeems a code looks whether its session is alive.
create table authorization_code (
    hash            bytea       primary key, -- SHA-256 of the code
    client_id       bigint      not null,
    portal_id       bigint      not null,
    customer_id     bigint      not null,
    session_id      uuid        not null, -- the browser's
    grant_id        uuid,                 -- what it became; null: it wasn't redeemed yet
    redirect_uri    text        not null,
    code_challenge  text,                 -- S256 (RFC 7636); null: the client sent none
    nonce           text,
    scopes          text[]      not null,
    id_token_claims jsonb,
    userinfo_claims jsonb,
    auth_time       timestamptz not null,
    amr             text[]      not null,
    expires_at      timestamptz not null
);
create index authorization_code_expires on authorization_code (expires_at);

-- What a customer agreed to that an application of somebody else's may see.
create table consent (
    customer_id bigint      not null references customer on delete cascade,
    client_id   bigint      not null references api_client on delete cascade,
    scopes      text[]      not null,
    given_at    timestamptz not null default now(),
    primary key (customer_id, client_id)
);
create index consent_client on consent (client_id);

-- Keys for RS256, beside those for ES256. A table of their own, since the release before takes every row of the other for a P-256 key.
create table rsa_signing_key (
    kid         text        primary key,
    public_jwk  text        not null,
    sealed      bytea       not null, -- the private key, AES-256-GCM under the master key
    signs_from  timestamptz not null,
    retires_at  timestamptz,
    created_at  timestamptz not null default now()
);

-- Assertions of clients that were used: each is good once (RFC 7523 section 3, OpenID Connect Core section 9).
create table client_assertion (
    hash       bytea       primary key, -- SHA-256 of client and jti
    expires_at timestamptz not null
);
create index client_assertion_expires on client_assertion (expires_at);
