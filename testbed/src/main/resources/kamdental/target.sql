-- The target of Kamdental on Supabase, created in the first schema of the search_path. Needs auth.users.

CREATE TABLE clinics (
    id uuid NOT NULL,
    name text NOT NULL,
    location text NOT NULL,
    status text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT clinics_pkey PRIMARY KEY (id)
);

CREATE TABLE profiles (
    id uuid NOT NULL,
    email text NOT NULL,
    name text,
    last_login timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT profiles_pkey PRIMARY KEY (id),
    CONSTRAINT profiles_id_fkey FOREIGN KEY (id) REFERENCES auth.users (id) ON DELETE CASCADE
);

CREATE TABLE user_clinic_roles (
    id uuid NOT NULL,
    role text NOT NULL,
    is_active boolean NOT NULL DEFAULT true,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    user_id uuid NOT NULL,
    clinic_id uuid NOT NULL,
    CONSTRAINT user_clinic_roles_pkey PRIMARY KEY (id),
    CONSTRAINT user_clinic_roles_user_id_clinic_id_key UNIQUE (user_id, clinic_id),
    CONSTRAINT user_clinic_roles_user_id_fkey FOREIGN KEY (user_id) REFERENCES auth.users (id) ON DELETE CASCADE,
    CONSTRAINT user_clinic_roles_clinic_id_fkey FOREIGN KEY (clinic_id) REFERENCES clinics (id) ON DELETE CASCADE
);

CREATE TABLE providers (
    id uuid NOT NULL,
    name text NOT NULL,
    provider_type text NOT NULL,
    status text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    clinic_id uuid NOT NULL,
    CONSTRAINT providers_pkey PRIMARY KEY (id),
    CONSTRAINT providers_clinic_id_fkey FOREIGN KEY (clinic_id) REFERENCES clinics (id) ON DELETE CASCADE
);

CREATE TABLE metric_definitions (
    id uuid NOT NULL,
    name text NOT NULL,
    description text NOT NULL,
    data_type text NOT NULL,
    calculation_formula text,
    category text NOT NULL,
    is_composite boolean NOT NULL DEFAULT false,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT metric_definitions_pkey PRIMARY KEY (id)
);

CREATE TABLE spreadsheet_connections (
    id uuid NOT NULL,
    spreadsheet_id varchar(255) NOT NULL,
    spreadsheet_name text,
    sheet_name text,
    sync_frequency text,
    mapping_config jsonb,
    sync_status varchar(50),
    app_script_id text,
    last_synced_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    clinic_id uuid NOT NULL,
    CONSTRAINT spreadsheet_connections_pkey PRIMARY KEY (id),
    CONSTRAINT spreadsheet_connections_clinic_id_fkey FOREIGN KEY (clinic_id) REFERENCES clinics (id) ON DELETE CASCADE
);

CREATE TABLE google_credentials (
    id uuid NOT NULL,
    encrypted_token text NOT NULL,
    token_expiry timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    clinic_id uuid NOT NULL,
    user_id uuid,
    CONSTRAINT google_credentials_pkey PRIMARY KEY (id),
    CONSTRAINT google_credentials_clinic_id_fkey FOREIGN KEY (clinic_id) REFERENCES clinics (id) ON DELETE CASCADE,
    CONSTRAINT google_credentials_user_id_fkey FOREIGN KEY (user_id) REFERENCES auth.users (id) ON DELETE SET NULL
);

CREATE TABLE column_mappings (
    id uuid NOT NULL,
    column_name text NOT NULL,
    transformation_rule text,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    data_source_id uuid NOT NULL,
    metric_definition_id uuid NOT NULL,
    clinic_id uuid NOT NULL,
    CONSTRAINT column_mappings_pkey PRIMARY KEY (id),
    CONSTRAINT column_mappings_data_source_id_fkey FOREIGN KEY (data_source_id) REFERENCES spreadsheet_connections (id) ON DELETE CASCADE,
    CONSTRAINT column_mappings_metric_definition_id_fkey FOREIGN KEY (metric_definition_id) REFERENCES metric_definitions (id) ON DELETE RESTRICT,
    CONSTRAINT column_mappings_clinic_id_fkey FOREIGN KEY (clinic_id) REFERENCES clinics (id) ON DELETE CASCADE
);

CREATE TABLE metric_values (
    id uuid NOT NULL,
    date timestamptz NOT NULL,
    value numeric,
    value_text text,
    source_type text NOT NULL,
    source_sheet text,
    external_id text,
    metadata jsonb,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    metric_definition_id uuid NOT NULL,
    clinic_id uuid NOT NULL,
    provider_id uuid,
    data_source_id uuid,
    CONSTRAINT metric_values_pkey PRIMARY KEY (id),
    CONSTRAINT metric_values_metric_definition_id_fkey FOREIGN KEY (metric_definition_id) REFERENCES metric_definitions (id) ON DELETE RESTRICT,
    CONSTRAINT metric_values_clinic_id_fkey FOREIGN KEY (clinic_id) REFERENCES clinics (id) ON DELETE CASCADE,
    CONSTRAINT metric_values_provider_id_fkey FOREIGN KEY (provider_id) REFERENCES providers (id) ON DELETE SET NULL,
    CONSTRAINT metric_values_data_source_id_fkey FOREIGN KEY (data_source_id) REFERENCES spreadsheet_connections (id) ON DELETE SET NULL
);

CREATE TABLE goals (
    id uuid NOT NULL,
    time_period text NOT NULL,
    start_date timestamptz NOT NULL,
    end_date timestamptz NOT NULL,
    target_value numeric,
    target_value_text text,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    metric_definition_id uuid NOT NULL,
    clinic_id uuid NOT NULL,
    provider_id uuid,
    CONSTRAINT goals_pkey PRIMARY KEY (id),
    CONSTRAINT goals_metric_definition_id_fkey FOREIGN KEY (metric_definition_id) REFERENCES metric_definitions (id) ON DELETE RESTRICT,
    CONSTRAINT goals_clinic_id_fkey FOREIGN KEY (clinic_id) REFERENCES clinics (id) ON DELETE CASCADE,
    CONSTRAINT goals_provider_id_fkey FOREIGN KEY (provider_id) REFERENCES providers (id) ON DELETE SET NULL
);

CREATE TABLE dashboards (
    id uuid NOT NULL,
    name text NOT NULL,
    is_default boolean NOT NULL DEFAULT false,
    layout_config jsonb,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    user_id uuid NOT NULL,
    clinic_id uuid NOT NULL,
    CONSTRAINT dashboards_pkey PRIMARY KEY (id),
    CONSTRAINT dashboards_user_id_fkey FOREIGN KEY (user_id) REFERENCES auth.users (id) ON DELETE CASCADE,
    CONSTRAINT dashboards_clinic_id_fkey FOREIGN KEY (clinic_id) REFERENCES clinics (id) ON DELETE CASCADE
);

CREATE TABLE widgets (
    id uuid NOT NULL,
    widget_type text NOT NULL,
    chart_type text,
    position_x integer NOT NULL,
    position_y integer NOT NULL,
    width integer NOT NULL,
    height integer NOT NULL,
    config jsonb,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    dashboard_id uuid NOT NULL,
    metric_definition_id uuid,
    clinic_id uuid NOT NULL,
    CONSTRAINT widgets_pkey PRIMARY KEY (id),
    CONSTRAINT widgets_dashboard_id_fkey FOREIGN KEY (dashboard_id) REFERENCES dashboards (id) ON DELETE CASCADE,
    CONSTRAINT widgets_metric_definition_id_fkey FOREIGN KEY (metric_definition_id) REFERENCES metric_definitions (id) ON DELETE SET NULL,
    CONSTRAINT widgets_clinic_id_fkey FOREIGN KEY (clinic_id) REFERENCES clinics (id) ON DELETE CASCADE
);

CREATE TABLE provider_metric_definitions (
    provider_id uuid NOT NULL,
    metric_definition_id uuid NOT NULL,
    clinic_id uuid NOT NULL,
    CONSTRAINT provider_metric_definitions_pkey PRIMARY KEY (provider_id, metric_definition_id),
    CONSTRAINT provider_metric_definitions_provider_id_fkey FOREIGN KEY (provider_id) REFERENCES providers (id) ON DELETE CASCADE,
    CONSTRAINT provider_metric_definitions_metric_definition_id_fkey
        FOREIGN KEY (metric_definition_id) REFERENCES metric_definitions (id) ON DELETE CASCADE,
    CONSTRAINT provider_metric_definitions_clinic_id_fkey FOREIGN KEY (clinic_id) REFERENCES clinics (id) ON DELETE CASCADE
);

CREATE TABLE import_scratch (
    id uuid NOT NULL,
    payload text,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT import_scratch_pkey PRIMARY KEY (id)
);

-- Row level security asks for clinic_id on every row, and deletes of a parent ask for every foreign key.
CREATE INDEX user_clinic_roles_clinic_id_idx ON user_clinic_roles (clinic_id);
CREATE INDEX providers_clinic_id_idx ON providers (clinic_id);
CREATE INDEX spreadsheet_connections_clinic_id_idx ON spreadsheet_connections (clinic_id);
CREATE INDEX google_credentials_clinic_id_idx ON google_credentials (clinic_id);
CREATE INDEX google_credentials_user_id_idx ON google_credentials (user_id);
CREATE INDEX column_mappings_data_source_id_idx ON column_mappings (data_source_id);
CREATE INDEX column_mappings_metric_definition_id_idx ON column_mappings (metric_definition_id);
CREATE INDEX column_mappings_clinic_id_idx ON column_mappings (clinic_id);
CREATE INDEX metric_values_metric_definition_id_idx ON metric_values (metric_definition_id);
CREATE INDEX metric_values_clinic_id_idx ON metric_values (clinic_id);
CREATE INDEX metric_values_provider_id_idx ON metric_values (provider_id);
CREATE INDEX metric_values_data_source_id_idx ON metric_values (data_source_id);
CREATE INDEX goals_metric_definition_id_idx ON goals (metric_definition_id);
CREATE INDEX goals_clinic_id_idx ON goals (clinic_id);
CREATE INDEX goals_provider_id_idx ON goals (provider_id);
CREATE INDEX dashboards_user_id_idx ON dashboards (user_id);
CREATE INDEX dashboards_clinic_id_idx ON dashboards (clinic_id);
CREATE INDEX widgets_dashboard_id_idx ON widgets (dashboard_id);
CREATE INDEX widgets_metric_definition_id_idx ON widgets (metric_definition_id);
CREATE INDEX widgets_clinic_id_idx ON widgets (clinic_id);
CREATE INDEX provider_metric_definitions_metric_definition_id_idx ON provider_metric_definitions (metric_definition_id);
CREATE INDEX provider_metric_definitions_clinic_id_idx ON provider_metric_definitions (clinic_id);
