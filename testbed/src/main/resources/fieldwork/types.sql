-- Fieldwork, a fictional application for companies that service equipment in buildings. Its schema is our own invention; it holds one
-- of everything that a schema grown over years holds.

CREATE EXTENSION IF NOT EXISTS citext;
CREATE EXTENSION IF NOT EXISTS hstore;

CREATE SCHEMA billing;

CREATE TYPE "CompanyStatus" AS ENUM ('trial', 'active', 'suspended', 'closed');
CREATE TYPE "Role" AS ENUM ('OWNER', 'DISPATCHER', 'TECHNICIAN', 'ACCOUNTANT', 'READ_ONLY');
CREATE TYPE "Channel" AS ENUM ('email', 'sms', 'push', 'in app');
CREATE TYPE "SkillLevel" AS ENUM ('novice', 'skilled', 'expert');
CREATE TYPE "ShiftKind" AS ENUM ('early', 'late', 'night', 'on call');
CREATE TYPE "Weekday" AS ENUM ('mo', 'tu', 'we', 'th', 'fr', 'sa', 'su');
CREATE TYPE "SiteKind" AS ENUM ('office', 'factory', 'hospital', 'school', 'it''s complicated');
CREATE TYPE "EntityType" AS ENUM ('Site', 'Asset', 'WorkOrder', 'User');
CREATE TYPE "AssetState" AS ENUM ('planned', 'running', 'degraded', 'broken', 'scrapped');
CREATE TYPE "EventKind" AS ENUM ('installed', 'moved', 'repaired', 'inspected', 'alarm');
CREATE TYPE "ReadingSource" AS ENUM ('manual', 'gateway', 'import');
CREATE TYPE "ContractKind" AS ENUM ('maintenance', 'full service', 'call out');
CREATE TYPE "BillingCycle" AS ENUM ('monthly', 'quarterly', 'yearly');
CREATE TYPE "OrderStatus" AS ENUM ('draft', 'open', 'scheduled', 'done', 'cancelled');
CREATE TYPE "Priority" AS ENUM ('low', 'normal', 'high', 'emergency');
CREATE TYPE "VisitState" AS ENUM ('planned', 'travelling', 'on_site', 'finished', 'missed');
CREATE TYPE "TaskState" AS ENUM ('todo', 'doing', 'blocked', 'done');
CREATE TYPE "ApprovalState" AS ENUM ('pending', 'approved', 'rejected');
CREATE TYPE "MovementKind" AS ENUM ('receipt', 'issue', 'transfer', 'count');
CREATE TYPE "PurchaseStatus" AS ENUM ('draft', 'sent', 'partial', 'received');
CREATE TYPE import_state AS ENUM ('waiting', 'running', 'failed', 'finished');
CREATE TYPE billing."InvoiceStatus" AS ENUM ('draft', 'sent', 'paid', 'overdue', 'void');
CREATE TYPE billing."PaymentMethod" AS ENUM ('transfer', 'card', 'debit', 'cash');

CREATE DOMAIN percent AS numeric(5, 2) CHECK (VALUE >= 0 AND VALUE <= 100);
CREATE DOMAIN amount AS numeric(12, 2) CHECK (VALUE >= 0);
CREATE DOMAIN country_code AS text CHECK (VALUE ~ '^[A-Z]{2}$');
