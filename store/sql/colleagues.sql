-- Members of staff. An email address is stored in lower case.

-- name: colleague_add$
INSERT INTO colleague (public_id, name, email, password_hash, teams, roles, skills, languages, capacity)
VALUES (:public_id, :name, :email, :password_hash, :teams, :roles, :skills, :languages, :capacity)
ON CONFLICT (email) DO UPDATE SET name = :name, teams = :teams, roles = :roles, skills = :skills,
   languages = :languages, capacity = :capacity
RETURNING id;

-- name: colleague_to_sign_in^
SELECT id, password_hash FROM colleague WHERE email = :email;

-- name: colleague_set_password!
UPDATE colleague SET password_hash = :password_hash WHERE id = :id;

-- name: colleague_everybody
SELECT * FROM colleague ORDER BY name, id;
