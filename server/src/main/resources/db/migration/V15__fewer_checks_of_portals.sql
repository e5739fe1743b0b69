-- The portal of a customer, a login and a session is a copy of their account's, and an account's portal exists: account has the constraint.
-- To check each copy as well locks the portal's one row again in every sign-up and sign-in, and cost an import of customers a fifth of its time.
alter table customer
    drop constraint customer_portal_id_fkey;
alter table login
    drop constraint login_portal_id_fkey;
alter table session
    drop constraint session_portal_id_fkey;
