-- Moving in: how far an import has come, whose account an outside key is, and what a refusal costs where old hashes came along.

alter table portal
    add column dearest_hash text; -- of the dearest kind its customers may have; no password matches it. null: none dearer than ours

alter table account
    add column external_key text; -- what the system that it was imported from calls it
create unique index account_external_key on account (portal_id, external_key) where external_key is not null;

-- One row a file and portal: what was done, committed with the customers of each batch.
create table import_run (
    id          bigint generated always as identity primary key,
    portal_id   bigint      not null references portal on delete cascade,
    fingerprint bytea       not null, -- SHA-256 of the file and of how it is read
    pieces      bigint      not null default 0, -- lines, or pages, that are done
    imported    bigint      not null default 0,
    unchanged   bigint      not null default 0, -- were there already
    refused     bigint      not null default 0,
    renumbered  bigint      not null default 0, -- imported, but not with the id that the file has
    error_bytes bigint      not null default 0, -- how much of the error file belongs to what is done
    started_at  timestamptz not null default now(),
    finished_at timestamptz,
    unique (portal_id, fingerprint)
);
