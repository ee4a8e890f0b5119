-- Reference data without a tenant, companies, and the people who work in them.

CREATE TABLE "Country" (
    "code" country_code NOT NULL PRIMARY KEY,
    "name" TEXT NOT NULL,
    "callingCode" SMALLINT CHECK ("callingCode" BETWEEN 1 AND 999)
);

CREATE TABLE "Currency" (
    "code" VARCHAR(3) NOT NULL PRIMARY KEY CHECK ("code" ~ '^[A-Z]{3}$'),
    "name" TEXT NOT NULL,
    "digits" SMALLINT NOT NULL DEFAULT 2 CHECK ("digits" BETWEEN 0 AND 4)
);

CREATE TABLE "Language" (
    "tag" TEXT NOT NULL PRIMARY KEY CHECK ("tag" ~ '^[a-z]{2}-[A-Z]{2}$'),
    "nativeName" TEXT NOT NULL,
    "rightToLeft" BOOLEAN NOT NULL DEFAULT false
);

CREATE TABLE "Plan" (
    "id" SERIAL PRIMARY KEY,
    "name" TEXT NOT NULL,
    "monthlyPrice" DECIMAL(10, 2) NOT NULL,
    "features" TEXT[],
    "limits" JSONB NOT NULL DEFAULT '{}',
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP
);
CREATE UNIQUE INDEX "Plan_name_key" ON "Plan" ("name");

CREATE TABLE "Holiday" (
    "countryCode" country_code NOT NULL REFERENCES "Country" ("code") ON DELETE CASCADE ON UPDATE CASCADE,
    "day" DATE NOT NULL,
    "name" TEXT NOT NULL,
    PRIMARY KEY ("countryCode", "day")
);

CREATE TABLE "Company" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "slug" TEXT NOT NULL,
    "status" "CompanyStatus" NOT NULL DEFAULT 'trial',
    "planId" INTEGER NOT NULL,
    "countryCode" country_code NOT NULL,
    "currencyCode" VARCHAR(3) NOT NULL,
    "parentId" TEXT,
    "primaryContactId" TEXT,
    "settings" JSONB,
    "domains" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL,
    CONSTRAINT "Company_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "Company_slug_key" ON "Company" ("slug");

CREATE TABLE "CompanySettings" (
    "companyId" TEXT NOT NULL,
    "theme" TEXT,
    "workingDays" "Weekday"[],
    "vatNumber" CITEXT,
    "logo" BYTEA,
    "updatedAt" TIMESTAMP(3) NOT NULL,
    CONSTRAINT "CompanySettings_pkey" PRIMARY KEY ("companyId")
);

CREATE TABLE "Region" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "companyId" TEXT NOT NULL,
    "parentId" TEXT,
    "name" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP
);

CREATE TABLE "Depot" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "companyId" TEXT NOT NULL,
    "regionId" TEXT,
    "name" TEXT NOT NULL,
    "address" JSON,
    "opensAt" TIME,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP
);

CREATE TABLE "Team" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "companyId" TEXT NOT NULL,
    "leadId" TEXT,
    "depotId" TEXT,
    "name" TEXT NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP
);
CREATE UNIQUE INDEX "Team_companyId_name_key" ON "Team" ("companyId", "name");

CREATE TABLE "User" (
    "id" TEXT NOT NULL,
    "email" CITEXT NOT NULL,
    "companyId" TEXT NOT NULL,
    "teamId" TEXT,
    "managerId" TEXT,
    "languageTag" TEXT,
    "role" "Role" NOT NULL DEFAULT 'READ_ONLY',
    "name" TEXT NOT NULL,
    "passwordHash" TEXT,
    "phone" VARCHAR(40),
    "hourlyRate" DECIMAL(8, 2),
    "lastLogin" TIMESTAMP(3),
    "preferences" JSONB,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMP(3) NOT NULL,
    CONSTRAINT "User_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "User_email_key" ON "User" ("email");
CREATE UNIQUE INDEX "User_phone_key" ON "User" ("phone");

ALTER TABLE "Company"
    ADD CONSTRAINT "Company_planId_fkey" FOREIGN KEY ("planId") REFERENCES "Plan" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    ADD CONSTRAINT "Company_countryCode_fkey" FOREIGN KEY ("countryCode") REFERENCES "Country" ("code") ON DELETE RESTRICT ON UPDATE CASCADE,
    ADD CONSTRAINT "Company_currencyCode_fkey" FOREIGN KEY ("currencyCode") REFERENCES "Currency" ("code") ON DELETE RESTRICT ON UPDATE CASCADE,
    ADD CONSTRAINT "Company_parentId_fkey" FOREIGN KEY ("parentId") REFERENCES "Company" ("id") ON DELETE SET NULL ON UPDATE CASCADE,
    ADD CONSTRAINT "Company_primaryContactId_fkey" FOREIGN KEY ("primaryContactId") REFERENCES "User" ("id") ON DELETE SET NULL ON UPDATE CASCADE;
ALTER TABLE "CompanySettings" ADD CONSTRAINT "CompanySettings_companyId_fkey" FOREIGN KEY ("companyId") REFERENCES "Company" ("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "Region"
    ADD CONSTRAINT "Region_companyId_fkey" FOREIGN KEY ("companyId") REFERENCES "Company" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    ADD CONSTRAINT "Region_parentId_fkey" FOREIGN KEY ("parentId") REFERENCES "Region" ("id") ON DELETE SET NULL ON UPDATE CASCADE;
ALTER TABLE "Depot"
    ADD CONSTRAINT "Depot_companyId_fkey" FOREIGN KEY ("companyId") REFERENCES "Company" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    ADD CONSTRAINT "Depot_regionId_fkey" FOREIGN KEY ("regionId") REFERENCES "Region" ("id") ON DELETE SET NULL ON UPDATE CASCADE;
ALTER TABLE "Team"
    ADD CONSTRAINT "Team_companyId_fkey" FOREIGN KEY ("companyId") REFERENCES "Company" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    ADD CONSTRAINT "Team_depotId_fkey" FOREIGN KEY ("depotId") REFERENCES "Depot" ("id") ON DELETE SET NULL ON UPDATE CASCADE,
    ADD CONSTRAINT "Team_leadId_fkey" FOREIGN KEY ("leadId") REFERENCES "User" ("id") ON DELETE SET NULL ON UPDATE CASCADE;
ALTER TABLE "User"
    ADD CONSTRAINT "User_companyId_fkey" FOREIGN KEY ("companyId") REFERENCES "Company" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    ADD CONSTRAINT "User_teamId_fkey" FOREIGN KEY ("teamId") REFERENCES "Team" ("id") ON DELETE SET NULL ON UPDATE CASCADE,
    ADD CONSTRAINT "User_managerId_fkey" FOREIGN KEY ("managerId") REFERENCES "User" ("id") ON DELETE SET NULL ON UPDATE CASCADE,
    ADD CONSTRAINT "User_languageTag_fkey" FOREIGN KEY ("languageTag") REFERENCES "Language" ("tag") ON DELETE SET NULL ON UPDATE CASCADE;

CREATE TABLE "ApiKey" (
    "id" UUID NOT NULL DEFAULT gen_random_uuid() PRIMARY KEY,
    "userId" TEXT NOT NULL REFERENCES "User" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    "hash" BYTEA NOT NULL UNIQUE,
    "scopes" TEXT[] NOT NULL,
    "allowedFrom" INET,
    "expiresAt" TIMESTAMPTZ
);

CREATE TABLE "Session" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "userId" TEXT NOT NULL REFERENCES "User" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    "sessionToken" TEXT NOT NULL UNIQUE,
    "userAgent" TEXT,
    "expires" TIMESTAMP(3) NOT NULL
);

-- The account of a user with an identity provider: the key is made of what the provider says.
CREATE TABLE "Account" (
    "provider" TEXT NOT NULL CHECK ("provider" IN ('google', 'github', 'okta')),
    "providerAccountId" TEXT NOT NULL,
    "userId" TEXT NOT NULL REFERENCES "User" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    "accessToken" TEXT,
    "expires_at" INTEGER,
    PRIMARY KEY ("provider", "providerAccountId")
);

CREATE TABLE "VerificationToken" (
    "identifier" TEXT NOT NULL,
    "token" TEXT NOT NULL,
    "expires" TIMESTAMP(3) NOT NULL
);
CREATE UNIQUE INDEX "VerificationToken_identifier_token_key" ON "VerificationToken" ("identifier", "token");

CREATE TABLE "NotificationSetting" (
    "userId" TEXT NOT NULL REFERENCES "User" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    "channel" "Channel" NOT NULL,
    "enabled" BOOLEAN NOT NULL DEFAULT true,
    "quietHours" TIMETZ[],
    PRIMARY KEY ("userId", "channel")
);

CREATE TABLE "Skill" (
    "id" BIGSERIAL PRIMARY KEY,
    "companyId" TEXT NOT NULL REFERENCES "Company" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    "name" VARCHAR(120) NOT NULL,
    UNIQUE ("companyId", "name")
);

CREATE TABLE "UserSkill" (
    "userId" TEXT NOT NULL REFERENCES "User" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    "skillId" BIGINT NOT NULL REFERENCES "Skill" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    "level" "SkillLevel" NOT NULL,
    "certifiedOn" DATE,
    "history" "SkillLevel"[],
    PRIMARY KEY ("userId", "skillId")
);

CREATE TABLE "_SkillToTeam" (
    "A" BIGINT NOT NULL REFERENCES "Skill" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    "B" TEXT NOT NULL REFERENCES "Team" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE UNIQUE INDEX "_SkillToTeam_AB_unique" ON "_SkillToTeam" ("A", "B");
CREATE INDEX "_SkillToTeam_B_index" ON "_SkillToTeam" ("B");

CREATE TABLE "Shift" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "userId" TEXT NOT NULL REFERENCES "User" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
    "kind" "ShiftKind" NOT NULL,
    "from" TIMESTAMP(3) NOT NULL,
    "to" TIMESTAMP(3) NOT NULL,
    "days" "Weekday"[] NOT NULL,
    "break" INTERVAL,
    CONSTRAINT "Shift_order" CHECK ("from" <= "to")
);
