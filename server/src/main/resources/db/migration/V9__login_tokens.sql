-- Tokens of LogicBoxes that sign a customer in by redirect: links that no mail carries, so whatever voids a link voids them.
alter table link
    add column network inet, -- the customer's address that the token is bound to; null: none
    drop constraint link_purpose_check,
    add constraint link_purpose_check check (purpose in ('sign-in', 'reset', 'change-email', 'verify', 'login-token'));
