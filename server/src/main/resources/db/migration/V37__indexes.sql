-- Which passkeys of a portal were made for another site.
create index passkey_portal on passkey (portal_id, rp_id);

-- Which applications weren't told of a logout in time.
create index logout_notice_created on logout_notice (created_at);
