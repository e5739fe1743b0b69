-- Nothing reads or writes it since V12, where each kind of hash got a row of its own (password_kind)
alter table portal drop column dearest_hash;
