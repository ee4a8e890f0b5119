-- Customers are keyed by company and number; what lies below refers to both columns.

CREATE TABLE "Customer" (
    "companyId" TEXT NOT NULL REFERENCES "Company" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    "number" INTEGER NOT NULL CHECK ("number" > 0),
    "name" TEXT NOT NULL,
    "countryCode" country_code REFERENCES "Country" ("code") ON DELETE SET NULL ON UPDATE CASCADE,
    "creditLimit" amount,
    "vatId" CITEXT,
    "createdBy" TEXT,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL,
    PRIMARY KEY ("companyId", "number")
);

CREATE TABLE "CustomerContact" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "companyId" TEXT NOT NULL,
    "customerNumber" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "email" CITEXT,
    "phones" TEXT[],
    "order" INTEGER NOT NULL DEFAULT 0,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "CustomerContact_customer_fkey" FOREIGN KEY ("companyId", "customerNumber")
        REFERENCES "Customer" ("companyId", "number") ON DELETE CASCADE ON UPDATE CASCADE
);

CREATE TABLE "Tag" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "companyId" TEXT NOT NULL REFERENCES "Company" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    "label" TEXT NOT NULL,
    "color" TEXT NOT NULL DEFAULT '#000000' CHECK ("color" ~ '^#[0-9a-f]{6}$'),
    UNIQUE ("companyId", "label")
);

CREATE TABLE "Site" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "companyId" TEXT NOT NULL,
    "customerNumber" INTEGER NOT NULL,
    "regionId" TEXT REFERENCES "Region" ("id") ON DELETE SET NULL ON UPDATE CASCADE,
    "kind" "SiteKind" NOT NULL DEFAULT 'office',
    "name" TEXT NOT NULL,
    "latitude" DOUBLE PRECISION CHECK ("latitude" BETWEEN -90 AND 90),
    "longitude" DOUBLE PRECISION CHECK ("longitude" BETWEEN -180 AND 180),
    "openingHours" HSTORE,
    "contactIds" TEXT[] NOT NULL DEFAULT '{}',
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL,
    CONSTRAINT "Site_customer_fkey" FOREIGN KEY ("companyId", "customerNumber")
        REFERENCES "Customer" ("companyId", "number") ON DELETE CASCADE ON UPDATE CASCADE
);

CREATE TABLE "Building" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "siteId" TEXT NOT NULL REFERENCES "Site" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    "name" TEXT NOT NULL,
    "floors" SMALLINT NOT NULL CHECK ("floors" >= 1 AND "floors" <= 200),
    "builtOn" DATE,
    "outline" DOUBLE PRECISION[]
);

CREATE TABLE "Room" (
    "buildingId" TEXT NOT NULL REFERENCES "Building" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    "number" VARCHAR(12) NOT NULL,
    "area" DECIMAL(9, 3),
    "height" REAL,
    PRIMARY KEY ("buildingId", "number")
);

CREATE TABLE "AccessCode" (
    "id" SERIAL PRIMARY KEY,
    "buildingId" TEXT NOT NULL REFERENCES "Building" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    "roomNumber" VARCHAR(12),
    "code" BYTEA NOT NULL,
    "valid" DATERANGE,
    CONSTRAINT "AccessCode_room_fkey" FOREIGN KEY ("buildingId", "roomNumber")
        REFERENCES "Room" ("buildingId", "number") ON DELETE SET NULL ("roomNumber") ON UPDATE CASCADE
);

-- Implicit many-to-many tables: the first as Prisma makes it, the second lost even its unique index.
CREATE TABLE "_CustomerContactToTag" (
    "A" TEXT NOT NULL REFERENCES "CustomerContact" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    "B" TEXT NOT NULL REFERENCES "Tag" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE UNIQUE INDEX "_CustomerContactToTag_AB_unique" ON "_CustomerContactToTag" ("A", "B");
CREATE INDEX "_CustomerContactToTag_B_index" ON "_CustomerContactToTag" ("B");

CREATE TABLE "_SiteToTag" (
    "A" TEXT NOT NULL REFERENCES "Site" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    "B" TEXT NOT NULL REFERENCES "Tag" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "_SiteToTag_B_index" ON "_SiteToTag" ("B");

-- Two polymorphic references: the type as an enum, and as a text.
CREATE TABLE "Note" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "companyId" TEXT NOT NULL REFERENCES "Company" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    "entityType" "EntityType" NOT NULL,
    "entityId" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "mentionedIds" TEXT[],
    "createdBy" TEXT NOT NULL,
    "pinnedUntil" TIMESTAMPTZ,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP
);

CREATE TABLE "Attachment" (
    "id" UUID NOT NULL PRIMARY KEY,
    "companyId" TEXT NOT NULL REFERENCES "Company" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    "uploadedById" TEXT REFERENCES "User" ("id") ON DELETE SET NULL ON UPDATE CASCADE,
    "entityType" TEXT NOT NULL CHECK ("entityType" IN ('visit', 'asset', 'contract')),
    "entityId" TEXT NOT NULL,
    "fileName" TEXT NOT NULL CHECK ("fileName" <> ''),
    "size" BIGINT NOT NULL CHECK ("size" >= 0),
    "sha256" BYTEA,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP
);
