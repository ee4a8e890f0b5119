-- What stands in the buildings; models and categories belong to nobody.

CREATE TABLE "Manufacturer" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "name" CITEXT NOT NULL UNIQUE,
    "countryCode" country_code REFERENCES "Country" ("code") ON DELETE SET NULL ON UPDATE CASCADE,
    "website" TEXT
);

CREATE TABLE "AssetModel" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "manufacturerId" TEXT NOT NULL REFERENCES "Manufacturer" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    "successorId" TEXT REFERENCES "AssetModel" ("id") ON DELETE SET NULL ON UPDATE CASCADE,
    "name" TEXT NOT NULL,
    "spec" JSON,
    "years" INT4RANGE,
    UNIQUE ("manufacturerId", "name")
);

CREATE TABLE "AssetCategory" (
    "id" SMALLSERIAL PRIMARY KEY,
    "parentId" SMALLINT REFERENCES "AssetCategory" ("id") ON DELETE SET NULL ON UPDATE CASCADE,
    "name" TEXT NOT NULL
);

CREATE TABLE "_AssetCategoryToAssetModel" (
    "A" SMALLINT NOT NULL REFERENCES "AssetCategory" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    "B" TEXT NOT NULL REFERENCES "AssetModel" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE UNIQUE INDEX "_AssetCategoryToAssetModel_AB_unique" ON "_AssetCategoryToAssetModel" ("A", "B");

CREATE TABLE "Asset" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "siteId" TEXT NOT NULL REFERENCES "Site" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    "modelId" TEXT NOT NULL REFERENCES "AssetModel" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    "buildingId" TEXT,
    "roomNumber" VARCHAR(12),
    "parentId" TEXT REFERENCES "Asset" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    "serial" TEXT UNIQUE,
    "state" "AssetState" NOT NULL DEFAULT 'planned',
    "installedOn" DATE,
    "lastReadings" DECIMAL(12, 4)[],
    "extra" JSONB,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL,
    CONSTRAINT "Asset_room_fkey" FOREIGN KEY ("buildingId", "roomNumber")
        REFERENCES "Room" ("buildingId", "number") ON DELETE SET NULL ON UPDATE CASCADE
);

CREATE TABLE "Warranty" (
    "assetId" TEXT NOT NULL PRIMARY KEY REFERENCES "Asset" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    "provider" TEXT NOT NULL,
    "period" TSTZRANGE NOT NULL,
    "deductible" NUMRANGE
);

CREATE TABLE "AssetMeter" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "assetId" TEXT NOT NULL REFERENCES "Asset" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    "name" TEXT NOT NULL,
    "unit" CHAR(4) NOT NULL,
    UNIQUE ("assetId", "name")
);

CREATE TABLE "MeterReading" (
    "meterId" TEXT NOT NULL REFERENCES "AssetMeter" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    "takenAt" TIMESTAMP(3) NOT NULL,
    "value" NUMERIC NOT NULL,
    "source" "ReadingSource" NOT NULL DEFAULT 'gateway',
    "raw" JSONB,
    PRIMARY KEY ("meterId", "takenAt")
) PARTITION BY RANGE ("takenAt");
CREATE TABLE "MeterReading_2024" PARTITION OF "MeterReading" FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE "MeterReading_2025" PARTITION OF "MeterReading" FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE TABLE "MeterReading_other" PARTITION OF "MeterReading" DEFAULT;

CREATE TABLE "AssetEvent" (
    "id" BIGSERIAL PRIMARY KEY,
    "assetId" TEXT NOT NULL REFERENCES "Asset" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    "reportedById" TEXT REFERENCES "User" ("id") ON DELETE SET NULL ON UPDATE CASCADE,
    "kind" "EventKind" NOT NULL,
    "payload" JSONB NOT NULL,
    "at" TIMESTAMPTZ NOT NULL
);

CREATE TABLE "AssetDocument" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "assetId" TEXT NOT NULL REFERENCES "Asset" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    "title" TEXT NOT NULL,
    "keywords" VARCHAR(40)[],
    "body" TEXT,
    "pages" INTEGER CHECK ("pages" > 0)
);

CREATE TABLE "Checklist" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "companyId" TEXT NOT NULL REFERENCES "Company" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    "name" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    UNIQUE ("companyId", "name", "version")
);

CREATE TABLE "ChecklistItem" (
    "checklistId" TEXT NOT NULL REFERENCES "Checklist" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    "position" SMALLINT NOT NULL,
    "text" TEXT NOT NULL,
    "required" BOOLEAN NOT NULL DEFAULT false,
    "choices" TEXT[],
    PRIMARY KEY ("checklistId", "position")
);

CREATE TABLE "_AssetModelToChecklist" (
    "A" TEXT NOT NULL REFERENCES "AssetModel" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    "B" TEXT NOT NULL REFERENCES "Checklist" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE UNIQUE INDEX "_AssetModelToChecklist_AB_unique" ON "_AssetModelToChecklist" ("A", "B");
