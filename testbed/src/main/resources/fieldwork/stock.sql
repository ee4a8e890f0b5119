-- Parts have natural keys, suppliers are UUIDs already, stock is keyed by two references.

CREATE TABLE "Part" (
    "sku" TEXT NOT NULL PRIMARY KEY CHECK ("sku" ~ '^[A-Z]{3}-[0-9]{6}$'),
    "manufacturerId" TEXT NOT NULL REFERENCES "Manufacturer" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    "replacedBySku" TEXT REFERENCES "Part" ("sku") ON DELETE SET NULL ON UPDATE CASCADE,
    "name" TEXT NOT NULL,
    "weight" REAL,
    "price" amount,
    "attributes" JSONB,
    "dimensions" INTEGER[]
);

CREATE TABLE "Warehouse" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "depotId" TEXT NOT NULL REFERENCES "Depot" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    "code" VARCHAR(10) NOT NULL,
    UNIQUE ("depotId", "code")
);

CREATE TABLE "Supplier" (
    "id" UUID NOT NULL PRIMARY KEY,
    "companyId" TEXT NOT NULL REFERENCES "Company" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    "name" TEXT NOT NULL,
    "rating" percent,
    "email" CITEXT,
    "onboarded" TIMESTAMP(0)
);

CREATE TABLE "SupplierPart" (
    "supplierId" UUID NOT NULL REFERENCES "Supplier" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    "sku" TEXT NOT NULL REFERENCES "Part" ("sku") ON DELETE CASCADE ON UPDATE CASCADE,
    "price" DECIMAL(12, 4) NOT NULL,
    "leadTime" INTERVAL,
    PRIMARY KEY ("supplierId", "sku")
);

CREATE TABLE "StockLevel" (
    "warehouseId" TEXT NOT NULL REFERENCES "Warehouse" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    "sku" TEXT NOT NULL REFERENCES "Part" ("sku") ON DELETE CASCADE ON UPDATE CASCADE,
    "quantity" INTEGER NOT NULL DEFAULT 0 CHECK ("quantity" >= 0),
    "countedAt" TIMESTAMP(3),
    PRIMARY KEY ("warehouseId", "sku")
);

CREATE TABLE "StockMovement" (
    "id" BIGSERIAL PRIMARY KEY,
    "warehouseId" TEXT NOT NULL,
    "sku" TEXT NOT NULL,
    "visitId" TEXT REFERENCES "Visit" ("id") ON DELETE SET NULL ON UPDATE CASCADE,
    "kind" "MovementKind" NOT NULL,
    "quantity" INTEGER NOT NULL,
    "at" TIMESTAMP(3) NOT NULL,
    CONSTRAINT "StockMovement_level_fkey" FOREIGN KEY ("warehouseId", "sku")
        REFERENCES "StockLevel" ("warehouseId", "sku") ON DELETE CASCADE ON UPDATE CASCADE
);

CREATE TABLE "PurchaseOrder" (
    "id" SERIAL PRIMARY KEY,
    "supplierId" UUID NOT NULL REFERENCES "Supplier" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    "warehouseId" TEXT REFERENCES "Warehouse" ("id") ON DELETE SET NULL ON UPDATE CASCADE,
    "status" "PurchaseStatus" NOT NULL DEFAULT 'draft',
    "orderedOn" DATE,
    "total" NUMERIC(14, 2)
);

CREATE TABLE "PurchaseOrderLine" (
    "purchaseOrderId" INTEGER NOT NULL REFERENCES "PurchaseOrder" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    "line" SMALLINT NOT NULL,
    "supplierId" UUID,
    "sku" TEXT,
    "quantity" INTEGER NOT NULL CHECK ("quantity" > 0),
    "price" NUMERIC(12, 4),
    PRIMARY KEY ("purchaseOrderId", "line"),
    CONSTRAINT "PurchaseOrderLine_offer_fkey" FOREIGN KEY ("supplierId", "sku")
        REFERENCES "SupplierPart" ("supplierId", "sku") ON DELETE SET NULL ON UPDATE CASCADE
);

CREATE TABLE "PartUsage" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "visitId" TEXT NOT NULL REFERENCES "Visit" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    "sku" TEXT NOT NULL REFERENCES "Part" ("sku") ON DELETE RESTRICT ON UPDATE CASCADE,
    "movementId" BIGINT UNIQUE REFERENCES "StockMovement" ("id") ON DELETE SET NULL ON UPDATE CASCADE,
    "quantity" NUMERIC(10, 3) NOT NULL,
    "serials" TEXT[]
);
