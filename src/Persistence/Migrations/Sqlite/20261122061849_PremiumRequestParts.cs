using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Signalbox.Persistence.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class PremiumRequestParts : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // Not AlterColumn: for SQLite that copies the whole table, outside the migration's transaction, and a kill in between leaves its copy in the way of every later start.
            migrationBuilder.Sql("ALTER TABLE attempts ADD COLUMN premium_request_parts TEXT NULL");
            migrationBuilder.Sql("UPDATE attempts SET premium_request_parts = usage_premium_requests || '.0' WHERE usage_premium_requests IS NOT NULL");
            migrationBuilder.Sql("ALTER TABLE attempts DROP COLUMN usage_premium_requests");
            migrationBuilder.Sql("ALTER TABLE attempts RENAME COLUMN premium_request_parts TO usage_premium_requests");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("ALTER TABLE attempts ADD COLUMN premium_request_count INTEGER NULL");
            migrationBuilder.Sql("UPDATE attempts SET premium_request_count = CAST(usage_premium_requests AS INTEGER) WHERE usage_premium_requests IS NOT NULL");
            migrationBuilder.Sql("ALTER TABLE attempts DROP COLUMN usage_premium_requests");
            migrationBuilder.Sql("ALTER TABLE attempts RENAME COLUMN premium_request_count TO usage_premium_requests");
        }
    }
}
