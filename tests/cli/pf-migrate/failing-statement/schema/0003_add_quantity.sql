-- Übersicht
ALTER TABLE b ADD COLUMN quantity INTEGER;
	UPDATE b SET quantty = 'é' WHERE id = 1;
