-- Second factors, and the sign-ins that wait for one. customer.second_factor_at says that one is asked for.

create table totp (
    customer_id bigint primary key references customer on delete cascade,
    sealed      bytea  not null, -- the secret, AES-256-GCM under the master key
    last_step   bigint not null  -- the time step of the last code that was accepted: only later ones pass
);

-- A secret that was shown to a customer who hasn't shown a code of it yet.
create table totp_offer (
    customer_id bigint primary key references customer on delete cascade,
    sealed      bytea       not null,
    expires_at  timestamptz not null
);
create index totp_offer_expires on totp_offer (expires_at);

create table recovery_code (
    hash        bytea primary key, -- SHA-256 of 120 random bits
    customer_id bigint not null references customer on delete cascade
);
create index recovery_code_customer on recovery_code (customer_id);

-- The code that was mailed last: the only one that is good.
create table mail_code (
    customer_id bigint primary key references customer on delete cascade,
    hash        bytea       not null, -- HMAC-SHA256 under the master key
    expires_at  timestamptz not null
);
create index mail_code_expires on mail_code (expires_at);

-- A sign-in whose first step is done.
create table challenge (
    hash        bytea primary key, -- SHA-256 of the token
    customer_id bigint      not null references customer on delete cascade,
    origin      text        not null check (origin in ('password', 'link')), -- of the session that it becomes
    expires_at  timestamptz not null
);
create index challenge_customer on challenge (customer_id);
create index challenge_expires on challenge (expires_at);
