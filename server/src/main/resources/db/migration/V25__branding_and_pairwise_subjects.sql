-- What a portal's pages and mail look like, and subjects that differ from application to application.

alter table portal
    add column accent_color text check (accent_color ~ '^#[0-9a-f]{6}$'), -- null: ours
    add column terms_url    text,
    add column privacy_url  text;

-- Beside the portal's row, which each node reads each second.
create table portal_logo (
    portal_id  bigint primary key references portal on delete cascade,
    hash       text   not null, -- SHA-256 of the content in hex, which its address has
    media_type text   not null check (media_type in ('image/png', 'image/jpeg', 'image/webp')),
    width      int    not null, -- in pixels
    height     int    not null,
    content    bytea  not null check (octet_length(content) <= 65536)
);
-- Pictures are compressed already.
alter table portal_logo alter column content set storage external;

alter table oauth_client
    add column sector text; -- the host that pairwise subjects are made for (OpenID Connect Core section 8.1); null: they are public

-- The key that pairwise subjects are made with: one of the installation, made once, so that no change of the master key changes them.
create table pairwise_key (
    only_one boolean primary key default true check (only_one),
    sealed   bytea   not null -- AES-256-GCM under the master key
);
