-- Requests that may be sent again (Idempotency-Key), and the answers that they got.
create table idempotency_key (
    key        bytea primary key, -- HMAC-SHA256 of the caller and the key that it chose
    network    bytea       not null, -- HMAC-SHA256 of the caller's: how many keys it has is bounded
    request    bytea       not null, -- HMAC-SHA256 of what was asked
    sealed     bytea,                -- the answer, AES-256-GCM under the master key; null: it still runs
    expires_at timestamptz not null
);
create index idempotency_key_network on idempotency_key (network, expires_at);
create index idempotency_key_expires on idempotency_key (expires_at);
