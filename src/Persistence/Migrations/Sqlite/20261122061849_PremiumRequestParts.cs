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
            migrationBuilder.AlterColumn<decimal>(
                name: "usage_premium_requests",
                table: "attempts",
                type: "TEXT",
                nullable: true,
                oldClrType: typeof(long),
                oldType: "INTEGER",
                oldNullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AlterColumn<long>(
                name: "usage_premium_requests",
                table: "attempts",
                type: "INTEGER",
                nullable: true,
                oldClrType: typeof(decimal),
                oldType: "TEXT",
                oldNullable: true);
        }
    }
}
