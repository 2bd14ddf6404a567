using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Signalbox.Persistence.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class QueueAgainAndCacheBounds : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_runs_queue",
                table: "runs");

            migrationBuilder.AddColumn<string>(
                name: "queued_for",
                table: "runs",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "bytes",
                table: "response_cache",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.CreateIndex(
                name: "IX_runs_queue",
                table: "runs",
                columns: new[] { "priority", "created_at", "id" },
                descending: new[] { true, false, false },
                filter: "node IS NULL AND (status = 'Pending' OR (status = 'Waiting' AND queued_for IS NOT NULL))");

            migrationBuilder.CreateIndex(
                name: "IX_response_cache_created_at",
                table: "response_cache",
                column: "created_at");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_runs_queue",
                table: "runs");

            migrationBuilder.DropIndex(
                name: "IX_response_cache_created_at",
                table: "response_cache");

            migrationBuilder.DropColumn(
                name: "queued_for",
                table: "runs");

            migrationBuilder.DropColumn(
                name: "bytes",
                table: "response_cache");

            migrationBuilder.CreateIndex(
                name: "IX_runs_queue",
                table: "runs",
                columns: new[] { "priority", "created_at", "id" },
                descending: new[] { true, false, false },
                filter: "status = 'Pending' AND node IS NULL");
        }
    }
}
