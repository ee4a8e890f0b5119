-- The usual companion of a profiles table on Supabase: each new account gets its profile. ${schema} is the quoted schema of
-- the application's tables. Runs as its owner, because the role that creates accounts may not write profiles.

CREATE FUNCTION ${schema}.handle_new_user() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = '' AS $$
BEGIN
    INSERT INTO ${schema}.profiles (id, email, created_at) VALUES (NEW.id, NEW.email, NEW.created_at);
    RETURN NEW;
END
$$;

CREATE TRIGGER on_auth_user_created AFTER INSERT ON auth.users
    FOR EACH ROW EXECUTE FUNCTION ${schema}.handle_new_user();
